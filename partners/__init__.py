"""Delivery partners: the directory of who helps whom, and the offers they answer."""
