using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Signing;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Settlement;
using ZeroG.Cryptography.Signatures;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Settlement;

/// <summary>Settlements of both contracts against the known answers, signatures to the byte.</summary>
[Trait("Category", "Vectors")]
public sealed class SettlementVectorTests
{
    private const string MessageFields = "domainSeparator structHash digest signature signer";

    private static readonly VectorForm Form = new(
        "compute", "settlement.json",
        ("inference", $"chainId contract unixSeconds rows requestsHash settlement {MessageFields}"),
        ("fineTuning", $"acknowledged chainId contract message calldata {MessageFields}"));

    public static IEnumerable<object[]> Inference => Form.Rows("inference");

    public static IEnumerable<object[]> FineTuning => Form.Rows("fineTuning");

    [Theory]
    [MemberData(nameof(Inference))]
    public void Inference_KnownAnswer_IsReached(string name)
    {
        JsonElement vector = Form[name];
        JsonElement expected = vector.GetProperty("settlement");
        VectorForm.CheckFields(expected, "requestsHash nonce provider user totalFee", name);
        FeeRow[] rows = [.. vector.GetProperty("rows").EnumerateArray().Select(row => ReadRow(row, name))];
        DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(vector.GetProperty("unixSeconds").GetInt64());

        InferenceSettlement settlement = new(
            SettledRequests.Hash(rows), SettledRequests.NonceAt(time), Address.Parse(Text(expected, "provider")), rows[0].User,
            rows.Aggregate(TokenAmount.Zero, (sum, row) => sum + row.Fee));

        Assert.Equal(Text(vector, "requestsHash"), settlement.RequestsHash.ToString());
        Assert.Equal(Text(expected, "requestsHash"), settlement.RequestsHash.ToString());
        Assert.Equal(Text(expected, "nonce"), settlement.Nonce.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(Text(expected, "user"), settlement.User.ToString());
        Assert.Equal(Number(expected, "totalFee"), settlement.TotalFee.Wei);
        byte[] signature = CheckMessage(vector, settlement.Message(ChainId(vector), Contract(vector)));
        object?[] item = settlement.ToAbi(signature);
        object?[] decoded = (object?[])InferenceContract.SettleFeesWithTEE.DecodeCall(
            InferenceContract.SettleFeesWithTEE.EncodeCall((object)new object?[] { item }))[0]!;
        Assert.Equal(settlement.User, ((object?[])decoded[0]!)[0]);
        Assert.Equal(settlement.Provider, ((object?[])decoded[0]!)[1]);
    }

    [Theory]
    [MemberData(nameof(FineTuning))]
    public void FineTuning_KnownAnswer_IsReached(string name)
    {
        JsonElement vector = Form[name];
        JsonElement message = vector.GetProperty("message");
        VectorForm.CheckFields(message, "id encryptedSecret modelRootHash nonce taskFee user", name);
        FineTuningSettlement settlement = new(
            Text(message, "id"), Hex.ParseBytes(Text(message, "encryptedSecret")), Hex.ParseBytes(Text(message, "modelRootHash")),
            Number(message, "nonce"), new TokenAmount(Number(message, "taskFee")), Address.Parse(Text(message, "user")));

        byte[] signature = CheckMessage(vector, settlement.Message(ChainId(vector), Contract(vector)));

        Assert.Equal(vector.GetProperty("acknowledged").GetBoolean(), settlement.EncryptedSecret.Length > 0);
        byte[] call = FineTuningContract.SettleFees.EncodeCall((object)settlement.ToAbi(signature));
        Assert.Equal(Text(vector, "calldata"), Hex.ToHex(call));
    }

    private static byte[] CheckMessage(JsonElement vector, TypedData message)
    {
        Assert.Equal(Text(vector, "domainSeparator"), message.DomainSeparator.ToString());
        Assert.Equal(Text(vector, "structHash"), message.StructHash.ToString());
        Assert.Equal(Text(vector, "digest"), message.Digest.ToString());
        using JsonDocument keys = VectorFiles.Read("compute", "keys.json");
        JsonElement signer = keys.RootElement.GetProperty("teeSigner");
        using Wallet tee = Wallet.FromPrivateKey(Hex.ParseBytes(Text(signer, "privateKey")));
        Secp256k1Signature signature = tee.Sign(message.Digest);
        Assert.Equal(Text(vector, "signer"), tee.Address.ToString());
        Assert.Equal(Text(vector, "signature"), signature.ToString());
        return signature.ToBytes();
    }

    private static FeeRow ReadRow(JsonElement row, string name)
    {
        VectorForm.CheckFields(row, "requestHash userAddress fee inputFee outputFee", name);
        FeeRow read = new(
            Text(row, "requestHash"), Address.Parse(Text(row, "userAddress")), new TokenAmount(Number(row, "inputFee")),
            new TokenAmount(Number(row, "outputFee")), DateTimeOffset.UnixEpoch);
        Assert.Equal(Number(row, "fee"), read.Fee.Wei);
        return read;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static BigInteger Number(JsonElement element, string name) =>
        BigInteger.Parse(Text(element, name), CultureInfo.InvariantCulture);

    private static ulong ChainId(JsonElement vector) => vector.GetProperty("chainId").GetUInt64();

    private static Address Contract(JsonElement vector) => Address.Parse(Text(vector, "contract"));
}
