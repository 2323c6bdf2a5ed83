"""What is true of places whoever asks: paths, addresses, shapes, divisions. No database here."""
