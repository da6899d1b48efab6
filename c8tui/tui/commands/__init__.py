"""What a person can do on a screen, as tables; free of Textual."""
