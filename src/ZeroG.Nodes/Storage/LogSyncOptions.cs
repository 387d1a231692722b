namespace ZeroG.Nodes.Storage;

/// <summary>How a node follows the chain.</summary>
/// <param name="StartBlock">First block to read in a new store.</param>
/// <param name="Confirmations">Blocks that must follow a block before it is read.</param>
/// <param name="PollInterval">Pause between looks at the chain when nothing is left to read.</param>
/// <param name="Time">Clock of the pause.</param>
internal sealed record LogSyncOptions(long StartBlock, int Confirmations, TimeSpan PollInterval, TimeProvider Time)
{
    /// <summary>Most blocks in one page (<c>log_page_size</c>).</summary>
    public int PageSize { get; init; } = 999;

    /// <summary>Pause between pages (<c>recover_query_delay</c>).</summary>
    public TimeSpan PageDelay { get; init; }
}
