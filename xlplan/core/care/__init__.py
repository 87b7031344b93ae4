"""How well is a customer looked after? Contact, voice, promises, objectives."""
