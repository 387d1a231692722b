namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>How long a user has to acknowledge a model before it is settled with a penalty.</summary>
internal sealed class AcknowledgeTerm(FineTuningProviderOptions options, IFineTuningChain chain)
{
    /// <summary>The time until which a delivered model can be acknowledged.</summary>
    public async Task<DateTimeOffset> EndAsync(DateTimeOffset deliveredAt, CancellationToken cancellationToken)
    {
        // After the whole lock time a user could have the money back.
        TimeSpan half = await chain.GetLockTimeAsync(cancellationToken) / 2;
        return deliveredAt + (half < options.AcknowledgeLimit ? half : options.AcknowledgeLimit);
    }
}
