using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.JsonRpc;
using ZeroG.Storage.Contracts;

namespace ZeroG.Nodes.Storage;

/// <summary>The <c>Submit</c> events of a Flow contract, from any Ethereum RPC.</summary>
internal sealed class EthereumFlowLog(JsonRpcClient chain, Address flow) : IFlowLogSource
{
    public async Task<long> GetHeadAsync(CancellationToken cancellationToken)
    {
        JsonElement number = await chain.CallAsync("eth_blockNumber", [], cancellationToken).ConfigureAwait(false);
        return (long)Hex.ParseUInt64(number.GetString());
    }

    public async Task<Hash256?> GetBlockHashAsync(long number, CancellationToken cancellationToken)
    {
        JsonElement block = await chain.CallAsync("eth_getBlockByNumber", [Quantity(number), false], cancellationToken).ConfigureAwait(false);
        return block.ValueKind == JsonValueKind.Null ? null : Hash256.Parse(block.GetProperty("hash").GetString()!);
    }

    public async Task<IReadOnlyList<FlowSubmission>> GetSubmissionsAsync(long first, long last, CancellationToken cancellationToken)
    {
        List<FlowSubmission> submissions = [];
        for (long from = first, span = last - first + 1; from <= last;)
        {
            long to = Math.Min(last, from + span - 1);
            JsonElement logs;
            try
            {
                logs = await GetLogsAsync(from, to, cancellationToken).ConfigureAwait(false);
            }
            catch (JsonRpcException) when (to > from)
            {
                // Providers limit the range or the size of an answer in their own words; half of it may pass.
                span = (to - from + 1) / 2;
                continue;
            }

            foreach (JsonElement log in logs.EnumerateArray())
            {
                submissions.Add(Read(log));
            }

            from = to + 1;
        }

        return submissions;
    }

    private static string Quantity(long number) => Hex.ToQuantity((ulong)number);

    private static FlowSubmission Read(JsonElement log)
    {
        SyncPoint block = new(
            (long)Hex.ParseUInt64(log.GetProperty("blockNumber").GetString()), Hash256.Parse(log.GetProperty("blockHash").GetString()!));
        Hash256[] topics = [.. log.GetProperty("topics").EnumerateArray().Select(topic => Hash256.Parse(topic.GetString()!))];
        try
        {
            if (SubmitLog.Decode(topics, Hex.ParseBytes(log.GetProperty("data").GetString())) is { } submit && submit.Submission.FindFault() is null)
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

    private static ZeroGException Impossible(SyncPoint block, Exception? cause) => new(
        "ZgLogInvalid", ErrorKind.InvalidData,
        $"Block {block.Number} holds a submission that no Flow contract writes. Check that the address is that of the Flow contract.", block.Number, cause);

    private Task<JsonElement> GetLogsAsync(long from, long to, CancellationToken cancellationToken)
    {
        Dictionary<string, object?> filter = new()
        {
            ["fromBlock"] = Quantity(from),
            ["toBlock"] = Quantity(to),
            ["address"] = flow,
            ["topics"] = new object?[] { FlowContract.SubmitEvent.Topic },
        };
        return chain.CallAsync("eth_getLogs", [filter], cancellationToken);
    }
}
