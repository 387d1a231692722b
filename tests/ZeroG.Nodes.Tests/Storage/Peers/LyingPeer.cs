using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using FileInfo = ZeroG.Storage.Nodes.FileInfo;

namespace ZeroG.Nodes.Tests.Storage.Peers;

/// <summary>Claims to hold a file whole, and sends segments with one thing wrong.</summary>
internal sealed class LyingPeer(TestFile file, long sequence, string lie) : IJsonRpcService
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when a segment is asked for.</summary>
    public Task WasAsked => _asked.Task;

    public async ValueTask HandleAsync(
        string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        switch (method)
        {
            case "zgs_getFileInfoByTxSeq":
                StorageTransaction transaction = new(file.Root, [], 0, file.Bytes.Length, sequence);
                new FileInfo(transaction, true, false, file.SegmentCount, false).Write(result);
                break;
            case "zgs_getShardConfig":
                ShardConfig.Whole.Write(result);
                break;
            default:
                _asked.TrySetResult();
                if (lie == "hang")
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                Lie(IndexOf(parameters), result);
                break;
        }
    }

    private static long IndexOf(ReadOnlyMemory<byte> parameters)
    {
        RpcParameters reader = new(parameters);
        reader.Count("tx_seq");
        return reader.Count("index");
    }

    private void Lie(long index, Utf8JsonWriter result)
    {
        byte[] data = file.Wire(index);
        Hash256[] lemma = [.. file.Tree.Proof(index).Lemma];
        switch (lie)
        {
            case "null":
                result.WriteNullValue();
                return;
            case "error":
                throw new JsonRpcException(-32000, "no");
            case "nonsense":
                result.WriteStringValue("segment");
                return;
            case "data":
                data[0] ^= 1;
                break;
            case "proof":
                lemma[1] = Hash256.Zero;
                break;
        }

        new SegmentWithProof(
            lie == "root" ? Hash256.Zero : file.Root, data, lie == "index" ? index + 1 : index,
            new FileProof(lemma, file.Tree.Proof(index).Path), lie == "size" ? file.Bytes.Length - 1 : file.Bytes.Length).Write(result);
    }
}
