namespace ZeroG.Compute.FineTuning.Adapters;

/// <summary>How far a fine-tuned model is on its way to being served by an inference provider, in the provider's words.</summary>
/// <remarks>Source: 0g-compute-ts-sdk, src.ts/sdk/inference/broker/lora.ts.</remarks>
public enum AdapterState
{
    /// <summary>Heard of.</summary>
    Init,

    /// <summary>Waits to be fetched.</summary>
    Pending,

    /// <summary>Being fetched from 0G Storage.</summary>
    Downloading,

    /// <summary>There, and not loaded.</summary>
    Ready,

    /// <summary>Being loaded.</summary>
    Loading,

    /// <summary>Answers.</summary>
    Active,

    /// <summary>Unloaded to make room; deploying it again loads it.</summary>
    Offloaded,

    /// <summary>Put away; deploying it again fetches it.</summary>
    Archived,

    /// <summary>Could not be fetched or loaded.</summary>
    Failed,

    /// <summary>A word that this version does not know.</summary>
    Unknown,
}
