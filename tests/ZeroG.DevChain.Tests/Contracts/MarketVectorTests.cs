using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.DevChain.Contracts;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.DevChain.State;
using ZeroG.Storage.Contracts;
using ZeroG.Testing;

namespace ZeroG.DevChain.Tests.Contracts;

/// <summary>The known answers of the real market (vectors/storage-node).</summary>
[Trait("Category", "Vectors")]
public sealed class MarketVectorTests
{
    private static readonly VectorForm Form = new(
        "storage-node",
        "market-charge*.json",
        ("cases", "beforeLength uploadSectors paddingSectors paid padding_part? upload_part? result"))
    {
        Facts = "note? pricePerSector",
    };

    public static IEnumerable<object[]> Files => Form.FileRows();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task ChargeFee_CasesOfTheRealContract_SplitTheFeeTheSameWay(string name)
    {
        BigInteger price = Form.File(name).GetProperty("pricePerSector").GetInt32();
        List<(BigInteger Value, BigInteger Before, BigInteger Sectors)> filled = [];
        await using ChainClient chain = new(new DevChainOptions
        {
            Contracts =
            [
                journal => new MarketSystemContract(
                    journal, StorageContracts.Market, StorageContracts.Flow, StorageContracts.Reward, StorageContracts.Owner, price),
                journal => new WatchedReward(journal, filled),
            ],
        });
        foreach (JsonElement entry in Form.CasesOf(name, "cases"))
        {
            BigInteger before = Number(entry, "beforeLength");
            BigInteger upload = Number(entry, "uploadSectors");
            BigInteger padding = Number(entry, "paddingSectors");
            Dictionary<string, object?> paid = new()
            {
                [StorageContracts.Market.ToString()] = new Dictionary<string, object?> { ["balance"] = Number(entry, "paid") },
            };
            Dictionary<string, object?> call = ChainClient.Request(
                StorageContracts.Flow, StorageContracts.Market, MarketContract.ChargeFee.EncodeCall(before, upload, padding));
            filled.Clear();

            if (entry.GetProperty("result").GetString() is { } result and not "ok")
            {
                JsonRpcException refusal = await chain.RefusalAsync("eth_call", call, "latest", paid);
                Assert.Equal($"execution reverted: {result}", refusal.RemoteMessage);
                continue;
            }

            await chain.CallAsync("eth_call", call, "latest", paid);
            (BigInteger, BigInteger, BigInteger) uploadPart = (Number(entry, "upload_part"), before + padding, upload);
            Assert.Equal(padding.IsZero ? [uploadPart] : [(Number(entry, "padding_part"), before, padding), uploadPart], filled);
        }
    }

    private static BigInteger Number(JsonElement entry, string name) => BigInteger.Parse(entry.GetProperty(name).GetString()!);

    private sealed class WatchedReward : SystemContract
    {
        public WatchedReward(Journal journal, List<(BigInteger Value, BigInteger Before, BigInteger Sectors)> filled)
            : base(StorageContracts.Reward, "Watched", journal) =>
            Handle(RewardContract.FillReward, (call, arguments) =>
            {
                filled.Add((call.Value, (BigInteger)arguments[0]!, (BigInteger)arguments[1]!));
                return [];
            });
    }
}
