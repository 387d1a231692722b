using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Contracts;

namespace ZeroG.Nodes.Tests.Storage;

/// <summary>
/// A chain that does what the test says: blocks with submissions at the places that the Flow contract would give them, and reorganisations.
/// Serves the four methods that a storage node needs.
/// </summary>
internal sealed class ScriptedChain : IFlowLogSource, IJsonRpcService
{
    public static readonly Address Flow = Address.Parse("0x22e03a6a89b950f1c82ec5e74f8eca321a105296");

    private readonly Lock _gate = new();
    private readonly List<(Hash256 Hash, List<SubmitLog> Logs)> _blocks = [(Hash256.Keccak([0]), [])];
    private int _fork;

    /// <summary>Most blocks in one answer; more are refused as providers do.</summary>
    public int RangeLimit { get; set; } = int.MaxValue;

    /// <summary>Runs when a range is read, before the answer.</summary>
    public Action? OnRead { get; set; }

    /// <summary>
    /// How many of the newest blocks the machine that answers does not have yet: it shows them as null and their logs as none.
    /// </summary>
    public int Lag { get; set; }

    /// <summary>True when another machine, one that has all blocks, answers for the head.</summary>
    public bool HeadIsElsewhere { get; set; }

    /// <summary>True for a machine that shows no logs, as one does for blocks that it does not have.</summary>
    public bool HidesLogs { get; set; }

    /// <summary>A submission that is never shown.</summary>
    public long HiddenSequence { get; set; } = -1;

    public List<(long First, long Last)> Ranges { get; } = [];

    public long Head
    {
        get
        {
            lock (_gate)
            {
                return _blocks.Count - 1;
            }
        }
    }

    /// <summary>Mines a block with these files; gives the sequence of the first.</summary>
    public long Submit(params TestFile[] files)
    {
        lock (_gate)
        {
            SubmitLog? last = _blocks.SelectMany(block => block.Logs).LastOrDefault();
            long length = last is null ? 1 : last.StartPosition + last.Sectors;
            long sequence = last is null ? 0 : last.Sequence + 1;
            List<SubmitLog> logs = [];
            foreach (TestFile file in files)
            {
                long sectors = (long)file.Submission.Sectors;
                long start = AlignUp(length, file.Submission.Nodes[0].Height);
                if (start % 1024 != 0 && start / 1024 != (start + sectors - 1) / 1024)
                {
                    start = AlignUp(AlignUp(length, 10), file.Submission.Nodes[0].Height);
                }

                logs.Add(new SubmitLog(Flow, file.Submission.Identity, sequence + logs.Count, start, sectors, file.Submission));
                length = start + sectors;
            }

            Add(logs);
            return sequence;
        }
    }

    /// <summary>Mines empty blocks.</summary>
    public void Mine(int count = 1)
    {
        lock (_gate)
        {
            for (int i = 0; i < count; i++)
            {
                Add([]);
            }
        }
    }

    /// <summary>Drops the newest blocks; those mined from then on have other hashes.</summary>
    public void Reorganise(int depth)
    {
        lock (_gate)
        {
            _blocks.RemoveRange(_blocks.Count - depth, depth);
            _fork++;
        }
    }

    public Task<long> GetHeadAsync(CancellationToken cancellationToken) => Task.FromResult(HeadIsElsewhere ? Head : Head - Lag);

    public Task<Hash256?> GetBlockHashAsync(long number, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<Hash256?>(number < _blocks.Count - Lag ? _blocks[(int)number].Hash : null);
        }
    }

    public async Task<IReadOnlyList<FlowSubmission>> GetSubmissionsAsync(long first, long last, CancellationToken cancellationToken)
    {
        Ranges.Add((first, last));
        OnRead?.Invoke();
        await Task.Yield();
        return [.. Logs(first, last).Select(item => new FlowSubmission(
            new FlowTransaction
            {
                Sequence = item.Log.Sequence, Root = item.Log.Submission.FileRoot, Size = item.Log.Submission.Length,
                StartSector = item.Log.StartPosition,
                Subtrees = [.. item.Log.Submission.Nodes.Select(node => new FlowSubtree(node.Height, node.Root))],
                Block = item.Block.Number,
            },
            item.Block))];
    }

    public ValueTask HandleAsync(string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        JsonElement values = parameters.IsEmpty ? default : JsonElement.Parse(parameters.Span);
        switch (method)
        {
            case "eth_chainId":
                result.WriteStringValue("0x7a69");
                break;
            case "eth_blockNumber":
                result.WriteStringValue(Hex.ToQuantity((ulong)Head));
                break;
            case "eth_getBlockByNumber":
                long number = (long)Hex.ParseUInt64(values[0].GetString());
                JsonRpcValue.Write(result, Block(number));
                break;
            case "eth_getLogs":
                WriteLogs(values[0], result);
                break;
            default:
                throw JsonRpcException.MethodNotFound(method);
        }

        return ValueTask.CompletedTask;
    }

    private Dictionary<string, object?>? Block(long number)
    {
        lock (_gate)
        {
            return number >= _blocks.Count ? null : new Dictionary<string, object?>
            {
                ["number"] = Hex.ToQuantity((ulong)number), ["hash"] = _blocks[(int)number].Hash,
                ["parentHash"] = Hash256.Zero, ["timestamp"] = "0x1",
                ["gasLimit"] = "0x1", ["gasUsed"] = "0x0", ["transactions"] = Array.Empty<object?>(),
            };
        }
    }

    private static long AlignUp(long length, int height) => (length + (1L << height) - 1) >> height << height;

    private void WriteLogs(JsonElement filter, Utf8JsonWriter result)
    {
        long first = (long)Hex.ParseUInt64(filter.GetProperty("fromBlock").GetString());
        long last = (long)Hex.ParseUInt64(filter.GetProperty("toBlock").GetString());
        Ranges.Add((first, last));
        if (last - first >= RangeLimit)
        {
            throw new JsonRpcException(-32000, "query exceeds max block range");
        }

        Assert.Equal(Flow, Address.Parse(filter.GetProperty("address").GetString()!));
        Assert.Equal(FlowContract.SubmitEvent.Topic.ToString(), filter.GetProperty("topics")[0].GetString());
        JsonRpcValue.WriteArray(result, Logs(first, last).Select(item =>
        {
            AbiLog log = item.Log.Encode();
            return new Dictionary<string, object?>
            {
                ["blockNumber"] = Hex.ToQuantity((ulong)item.Block.Number), ["blockHash"] = item.Block.Hash,
                ["topics"] = log.Topics, ["data"] = log.Data,
                ["address"] = Flow, ["transactionHash"] = Hash256.Zero, ["transactionIndex"] = "0x0", ["logIndex"] = "0x0",
                ["removed"] = false,
            };
        }));
    }

    private List<(SyncPoint Block, SubmitLog Log)> Logs(long first, long last)
    {
        lock (_gate)
        {
            return [.. Enumerable.Range((int)first, (int)(last - first + 1))
                .Where(number => number < _blocks.Count && !HidesLogs)
                .SelectMany(number => _blocks[number].Logs.Select(log => (new SyncPoint(number, _blocks[number].Hash), log)))
                .Where(item => item.Item2.Sequence != HiddenSequence)];
        }
    }

    private void Add(List<SubmitLog> logs) =>
        _blocks.Add((Hash256.Keccak([.. BitConverter.GetBytes(_blocks.Count), .. BitConverter.GetBytes(_fork)]), logs));
}
