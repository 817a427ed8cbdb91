"""What a worker has begun and not finished."""
