using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;
using ZeroG.Storage.Contracts;

namespace ZeroG.Nodes.Storage;

/// <summary>The <c>Submit</c> events of a Flow contract, from any Ethereum RPC.</summary>
internal sealed class EthereumFlowLog(EthereumClient chain, Address flow) : IFlowLogSource
{
    // 8 EiB. No flow comes near, and sums of places below stay within 63 bits.
    private const long LargestFlow = 1L << 55;

    public async Task<long> GetHeadAsync(CancellationToken cancellationToken) =>
        (long)await chain.GetBlockNumberAsync(cancellationToken).ConfigureAwait(false);

    public async Task<Hash256?> GetBlockHashAsync(long number, CancellationToken cancellationToken) =>
        (await chain.GetBlockAsync(BlockId.Number((ulong)number), cancellationToken).ConfigureAwait(false))?.Hash;

    public async Task<IReadOnlyList<FlowSubmission>> GetSubmissionsAsync(long first, long last, CancellationToken cancellationToken)
    {
        LogFilter filter = new()
        {
            Addresses = [flow], Topics = [[FlowContract.SubmitEvent.Topic]], FromBlock = (ulong)first, ToBlock = (ulong)last,
        };
        List<FlowSubmission> submissions = [];
        await foreach (LogEntry log in chain.GetLogsAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            submissions.Add(Read(log));
        }

        return submissions;
    }

    /// <summary>Reads an event. Its source is not trusted: what no contract could have written is refused.</summary>
    /// <exception cref="ZeroGException"><c>ZgLogInvalid</c>.</exception>
    internal static FlowSubmission Read(LogEntry log)
    {
        SyncPoint block = new((long)log.BlockNumber, log.BlockHash);
        try
        {
            if (SubmitLog.Decode(log.Topics, log.Data.Span) is { } submit && IsPossible(submit))
            {
                return new FlowSubmission(
                    new FlowTransaction
                    {
                        Sequence = submit.Sequence,
                        Root = submit.Submission.FileRoot,
                        Size = submit.Submission.Length,
                        StartSector = submit.StartPosition,
                        Subtrees = [.. submit.Submission.Nodes.Select(node => new FlowSubtree(node.Height, node.Root))],
                        Block = block.Number,
                    },
                    block);
            }
        }
        catch (AbiException malformed)
        {
            throw Impossible(block, malformed);
        }

        throw Impossible(block, null);
    }

    private static bool IsPossible(SubmitLog submit) =>
        submit.Submission.FindFault() is null && submit.Submission.Sectors == submit.Sectors
        && submit.StartPosition is > 0 and < LargestFlow && submit.Sectors < LargestFlow
        && submit.StartPosition % (1L << submit.Submission.Nodes[0].Height) == 0;

    private static ZeroGException Impossible(SyncPoint block, Exception? cause) => new(
        "ZgLogInvalid", ErrorKind.InvalidData,
        $"Block {block.Number} holds a submission that no Flow contract writes. Check that the address is that of the Flow contract.",
        block.Number, cause);
}
