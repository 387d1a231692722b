using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.Storage.Contracts;

namespace ZeroG.DevChain.Tests;

/// <summary>Short ways to use Flow in tests.</summary>
internal static class FlowCalls
{
    public static object?[] Data(BigInteger length, params (Hash256 Root, int Height)[] nodes) =>
        [length, Array.Empty<byte>(), nodes.Select(node => (object?)new object?[] { node.Root, node.Height }).ToArray()];

    public static object?[] Submission(BigInteger length, Address submitter, params (Hash256 Root, int Height)[] nodes) =>
        [Data(length, nodes), submitter];

    /// <summary>Submits a file of one sector whose root comes from the seed.</summary>
    public static Task<JsonElement> SubmitAsync(ChainClient chain, byte seed) => chain.TransactAsync(
        StorageContracts.Flow,
        FlowContract.Submit.EncodeCall([Submission(256, ChainClient.Dev0.Address, (Hash256.Keccak([seed]), 0))]),
        MarketSystemContract.TurboPricePerSector);

    public static async Task<byte[]> ReadAsync(ChainClient chain, byte[] call, object? tag = null)
    {
        JsonElement result =
            await chain.CallAsync("eth_call", ChainClient.Request(ChainClient.Dev0.Address, StorageContracts.Flow, call), tag ?? "latest");
        return Hex.ParseBytes(result.GetString());
    }

    public static async Task<BigInteger> CountAsync(ChainClient chain, object? tag = null) =>
        (BigInteger)FlowContract.NumSubmissions.DecodeResult(await ReadAsync(chain, FlowContract.NumSubmissions.EncodeCall(), tag))[0]!;
}
