namespace ZeroG.Compute.FineTuning;

/// <summary>How far a task is, in the provider's words and in their order. Providers look once a minute, so that each step takes at least
/// that.</summary>
/// <remarks>Source: 0g-serving-broker, api/fine-tuning/internal/db/schema.go.</remarks>
public enum FineTuningState
{
    /// <summary>Taken, and waiting for its turn.</summary>
    Init,

    /// <summary>Dataset and model are being fetched, and tokens counted.</summary>
    SettingUp,

    /// <summary>Ready to be trained; the fee is known.</summary>
    SetUp,

    /// <summary>Being trained; it can no longer be cancelled.</summary>
    Training,

    /// <summary>Trained.</summary>
    Trained,

    /// <summary>The model is being encrypted, stored and announced on chain.</summary>
    Delivering,

    /// <summary>The model can be received. It must be acknowledged before the provider's deadline.</summary>
    Delivered,

    /// <summary>The provider has seen the acknowledgement, and settles next.</summary>
    UserAcknowledged,

    /// <summary>Settled: the key of the model is on chain, or the deadline passed and there is none.</summary>
    Finished,

    /// <summary>Failed or cancelled; the log says why.</summary>
    Failed,

    /// <summary>A word that this version does not know.</summary>
    Unknown,
}
