"""The body of POST /v1/fine_tuning/jobs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ..errors import bad_request

Count = Annotated[int, Field(strict=True, ge=1)]
Epochs = Annotated[int, Field(strict=True, ge=1, le=1000)]
Rate = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
Suffix = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
MetadataKey = Annotated[str, StringConstraints(min_length=1, max_length=64)]
MetadataValue = Annotated[str, StringConstraints(max_length=512)]
Metadata = Annotated[dict[MetadataKey, MetadataValue], Field(max_length=16)]


class Hyperparameters(BaseModel):
    """ "auto" or numbers; others that the format knows for other methods are refused, not ignored."""

    model_config = ConfigDict(extra="forbid")
    n_epochs: Literal["auto"] | Epochs = "auto"
    batch_size: Literal["auto"] | Annotated[Count, Field(le=4096)] = "auto"
    learning_rate_multiplier: Literal["auto"] | Rate = "auto"


class Supervised(BaseModel):
    """method.supervised."""

    hyperparameters: Hyperparameters | None = None


class Method(BaseModel):
    """method. Only supervised is carried out."""

    type: str
    supervised: Supervised | None = None


class Wandb(BaseModel):
    """integrations[].wandb."""

    project: str
    name: str | None = None
    entity: str | None = None
    tags: list[str] = Field(default_factory=list)


class Integration(BaseModel):
    """integrations[]."""

    type: Literal["wandb"]
    wandb: Wandb


class JobRequest(BaseModel):
    """Fields that the format does not know are ignored, as OpenAI's own server does with some of them."""

    model: str = Field(max_length=300)
    training_file: str = Field(max_length=200)
    validation_file: str | None = Field(default=None, max_length=200)
    suffix: Suffix | None = None
    seed: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)] | None = None
    method: Method | None = None
    hyperparameters: Hyperparameters | None = None
    integrations: list[Integration] | None = Field(default=None, max_length=5)
    metadata: Metadata | None = None

    def numbers(self) -> dict[str, Any]:
        """What was asked for, None for "auto". method comes before the deprecated field at the top.
        Raises ApiError(unsupported_method)."""
        if self.method is not None and self.method.type != "supervised":
            words = f"The method {self.method.type[:40]!r} is not supported here; supervised is."
            raise bad_request("unsupported_method", words, "method.type")
        supervised = self.method.supervised if self.method else None
        chosen = (supervised.hyperparameters if supervised else None) or self.hyperparameters or Hyperparameters()
        return {name: None if value == "auto" else value for name, value in chosen.model_dump().items()}
