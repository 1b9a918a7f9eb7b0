"""Everything a server is made of, put together once."""

from __future__ import annotations

from dataclasses import dataclass

from .clock import Clock, now
from .config import Config
from .engine.facts import EngineFacts
from .errors import ApiError, not_found
from .exporting import Exports
from .generators import GeneratorPool, Servable
from .jobs.folders import JobFolders
from .jobs.results import ResultWriter
from .jobs.supervisor import Supervisor
from .lock import FolderLock
from .store.database import Database
from .store.files import FileStore
from .store.jobs import JobStore
from .store.models import ModelStore


@dataclass(frozen=True, slots=True)
class Services:
    """token: what a request must carry; None when the settings turn it off."""

    config: Config
    token: str | None
    clock: Clock
    database: Database
    files: FileStore
    jobs: JobStore
    models: ModelStore
    folders: JobFolders
    supervisor: Supervisor
    pool: GeneratorPool
    exports: Exports
    facts: EngineFacts
    lock: FolderLock

    def servable(self, model_id: str) -> Servable:
        """The model of an id, base or tuned. Raises ApiError(model_not_found)."""
        base = self.config.models.get(model_id)
        if base is not None:
            return Servable(model_id, base, None)
        tuned = self.models.find(model_id)
        under = self.config.models.get(tuned.base) if tuned else None
        if tuned is None or under is None:
            raise not_found("model", model_id, "model", "model_not_found")
        if not under.is_still(tuned.fingerprint):
            words = f"The settings name another model under {tuned.base!r} now than {model_id!r} was trained on."
            raise ApiError(404, "model_not_found", f"{words} Put that one back, or train again.", "model")
        return Servable(model_id, under, tuned.folder)


def create_services(config: Config, token: str | None, clock: Clock = now) -> Services:
    """Opens the data folder, for this process alone. Raises BackendError."""
    lock = FolderLock(config.data / "server.lock").acquire(wait=False)
    database = Database(config.data / "store.sqlite3")
    files = FileStore(database, config.data / "files")
    jobs = JobStore(database, config.data, clock)
    models = ModelStore(database, config.data)
    folders = JobFolders(config.data / "jobs")
    results = ResultWriter(database, jobs, files, clock)
    supervisor = Supervisor(config, jobs, models, folders, results)
    pool = GeneratorPool(config)
    exports = Exports(config)
    facts = EngineFacts(config.engine)
    return Services(
        config, token, clock, database, files, jobs, models, folders, supervisor, pool, exports, facts, lock
    )
