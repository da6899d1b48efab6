"""The manual's tables that no other module holds: files, variables beside the settings, exit codes."""

from __future__ import annotations

FILES = (
    ("config.toml", "config", "settings and profiles"),
    ("views.toml", "config", "your own views of the inbox and of the other lists"),
    ("themes/NAME.toml", "config", "your own themes"),
    ("state.json", "state", "what c8tui remembers: the last screen and view, layouts, lines of the : prompt"),
    ("drafts/", "state", "what was typed and not sent yet"),
    ("journal/", "state", "what waits to be sent"),
    ("crashes/", "state", "reports of mistakes in c8tui: lines of code and nothing else"),
    ("tokens/", "cache", "access tokens, until they expire"),
)
"""Each file or folder, in which folder of the system it lies (of platformdirs), and what is in it."""
FOLDERS = {
    "config": ("XDG_CONFIG_HOME", "~/.config/c8tui"),
    "state": ("XDG_STATE_HOME", "~/.local/state/c8tui"),
    "cache": ("XDG_CACHE_HOME", "~/.cache/c8tui"),
}
"""The folders on Linux: the variable that names another, and the usual place."""
VARIABLES = (
    ("C8TUI_CONFIG", "settings file, instead of the usual one"),
    ("XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME", "folders for the folder c8tui of each kind of file, on Linux"),
    ("HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY", "proxies, in small letters too"),
    ("SSL_CERT_FILE, SSL_CERT_DIR, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE", "authorities to trust, without ca_path"),
    ("SSLKEYLOGFILE", "file for the keys of each connection, to debug the network with"),
    ("VISUAL, EDITOR", "the editor for variables, unless the setting editor names one"),
    ("TERM, COLORTERM", "what the terminal is, and whether it has 16 million colours"),
    ("NO_COLOR", "when it is set, nothing is coloured"),
    ("C8CTL_DATA_DIR, C8CTL_MODELER_DIR", "where `c8tui profiles import` looks for the profiles of others"),
    ("HOME, APPDATA", "the folders where those are looked for otherwise"),
)
"""What is read of the environment beside the variables of settings."""
EXITS = (
    ("0", "all went well"),
    ("1", "something went wrong, or not all of what was asked for was done"),
    ("2", "the settings, the command line or the terminal are wrong; nothing was done"),
    ("70", "a mistake in c8tui; its report lies in the folder crashes"),
    ("130", "Ctrl-C"),
    ("128 + N", "signal N; of SIGTERM, SIGHUP, SIGQUIT and a terminal that is closed c8tui ends in order"),
)
"""Exit codes and what they say."""


def file_rows() -> list[tuple[str, str]]:
    """Where each file lies on Linux, and what is in it."""
    return [(f"{FOLDERS[folder][1]}/{name}", about) for name, folder, about in FILES]
