"""How do cells become a plan? Tables are found, columns converted, rows judged, references checked."""
