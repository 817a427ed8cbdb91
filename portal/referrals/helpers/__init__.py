"""Who could help, in words: how a service fits, what room it has, when it is open."""
