"""The method: pure functions over plain records, standard library only; a room for each chapter."""
