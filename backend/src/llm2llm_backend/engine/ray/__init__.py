"""The engine `ray`: the training of `engine.training`, on several workers, machines and GPUs by Ray Train.

    worker process (engine.py) -- starts --> Ray Train --> worker 0 .. n-1 (loop.py), each a share of every batch
             ^                                                |
             +-- takes messages -- desk.py (an actor) <-- steps, folders, result of worker 0

Machines share no folder. Data and weights to begin from travel to the workers (parcel.py), checkpoints and the
result travel back in pieces (folders.py); only the worker process, which holds the job's lock, writes into the
job's folder. Everything in the cluster belongs to that process's connection and ends with it.
"""
