"""The commands of `museumflow`, one file per command or group."""
