"""Floor 3, show: screens, widgets and dialogs on Textual."""
