namespace ZeroG.Compute.FineTuning.Delivery;

/// <summary>What has become of a delivered model, by the word of the chain.</summary>
public enum DeliveryState
{
    /// <summary>Waits to be acknowledged.</summary>
    Delivered,

    /// <summary>Acknowledged; the provider settles next and publishes the key.</summary>
    Acknowledged,

    /// <summary>Paid, and the key is on chain.</summary>
    KeyPublished,

    /// <summary>Nobody acknowledged it in time: a part of the fee was taken, and there will never be a key.</summary>
    Penalised,

    /// <summary>The provider gave it up: nothing was paid, and there will never be a key.</summary>
    Abandoned,
}
