"""What stands between a request and its view: how long, in which words, for whom."""
