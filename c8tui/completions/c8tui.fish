# Completion of c8tui for fish, made by: c8tui completion fish
# The tables above are those of the command line; what is below reads the line with them.

function __c8tui_fill --description 'What may stand where the spec says' # HEAD CURRENT PROGRAM FLAGS...; the spec is read
    set -l head $argv[1]
    set -l current $argv[2]
    set -l program (string unescape -- (string replace -r '^~/' $HOME/ -- $argv[3]))
    set -l options $argv[4..]
    set -l spec
    while read -l line
        set -a spec $line
    end
    switch "$spec[1]"
        case file
            for one in (__fish_complete_path $current)
                echo -- $head$one
            end
        case words
            for one in $spec[2..]
                echo -- $head$one
            end
        case 'names *'
            command -sq $program; or return
            for one in (command $program completion (string replace 'names ' '' -- $spec[1]) $options 2>/dev/null </dev/null)
                echo -- $head$one
            end
    end
end

function __c8tui_complete --description 'What may stand under the cursor of a line of c8tui'
    set -l tokens (commandline -opc)
    set -l current (commandline -ct)
    set -l node ''
    set -l flag ''
    set -l ended ''
    set -l place 0
    set -l options
    for word in $tokens[2..]
        if test -z "$flag" -a -z "$ended"; and string match -q -- '--*=*' $word
            set flag (string split -m 1 = -- $word)[1]
            set word (string split -m 1 = -- $word)[2]
        end
        if test -n "$flag"
            if contains -- $flag --config --views
                set -a options $flag (string unescape -- (string replace -r '^~/' $HOME/ -- $word))
            end
            set flag ''
        else if test -z "$ended" -a "$word" = --
            set ended yes
        else if test -z "$ended"; and string match -q -- '-*' $word
            if test -n "$(__c8tui_value "$node|$word")"
                set flag $word
            end
        else if __c8tui_is_command "$node|$word"
            set node (string trim -- "$node $word")
            set place 0
        else
            set place (math $place + 1)
        end
    end
    set -l head ''
    if test -z "$flag" -a -z "$ended"; and string match -q -- '--*=*' $current
        set flag (string split -m 1 = -- $current)[1]
        set head $flag=
        set current (string split -m 1 = -- $current)[2]
    end
    if test -n "$flag"
        __c8tui_value "$node|$flag" | __c8tui_fill "$head" "$current" $tokens[1] $options
    else if test -z "$ended"; and string match -q -- '-*' $current
        __c8tui_flags "$node"
    else
        __c8tui_commands "$node"
        __c8tui_place "$node|$place" | __c8tui_fill '' "$current" $tokens[1] $options
    end
end

complete -c c8tui -f -a '(__c8tui_complete)'
