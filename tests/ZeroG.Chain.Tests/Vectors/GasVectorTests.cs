using System.Numerics;
using System.Text.Json;
using ZeroG.Chain.Transactions;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Vectors;

[Trait("Category", "Vectors")]
public class GasVectorTests
{
    private static readonly VectorForm Form = new(
        "chain",
        "gas*.json",
        ("nextBaseFee", "baseFee gasUsed gasLimit next"),
        ("effectiveGasPrice", "baseFee maxFeePerGas maxPriorityFeePerGas valid effectiveGasPrice? why?"),
        ("zeroGravityChargedGas", "gasLimit executedGas chargedGas"),
        ("intrinsic", "create data accessList intrinsicGas floorGasPrague"));

    public static IEnumerable<object[]> BaseFees => Form.Rows("nextBaseFee");

    public static IEnumerable<object[]> Prices => Form.Rows("effectiveGasPrice");

    public static IEnumerable<object[]> Charges => Form.Rows("zeroGravityChargedGas");

    public static IEnumerable<object[]> Intrinsics => Form.Rows("intrinsic");

    [Theory]
    [MemberData(nameof(BaseFees))]
    public void NextBaseFee_KnownBlock_GivesKnownFee(string name)
    {
        JsonElement vector = Form[name];

        Assert.Equal(
            vector.Integer("next"),
            GasRules.NextBaseFee(vector.Integer("baseFee"), (ulong)vector.Integer("gasUsed"), (ulong)vector.Integer("gasLimit")));
    }

    [Theory]
    [MemberData(nameof(Prices))]
    public void EffectiveGasPrice_KnownFees_GivesKnownPriceOrNone(string name)
    {
        JsonElement vector = Form[name];

        BigInteger? price = GasRules.EffectiveGasPrice(
            vector.Integer("baseFee"), vector.Integer("maxFeePerGas"), vector.Integer("maxPriorityFeePerGas"));

        Assert.Equal(vector.GetProperty("valid").GetBoolean(), vector.TryGetProperty("effectiveGasPrice", out JsonElement expected));
        Assert.Equal(expected.ValueKind == JsonValueKind.Undefined ? null : expected.Integer(), price);
    }

    [Theory]
    [MemberData(nameof(Charges))]
    public void ZeroGravityChargedGas_KnownUse_GivesKnownCharge(string name)
    {
        JsonElement vector = Form[name];

        Assert.Equal(
            vector.Integer("chargedGas"),
            GasRules.ZeroGravityChargedGas((ulong)vector.Integer("gasLimit"), (ulong)vector.Integer("executedGas")));
    }

    [Theory]
    [MemberData(nameof(Intrinsics))]
    public void IntrinsicAndFloorGas_KnownTransaction_GiveKnownGas(string name)
    {
        JsonElement vector = Form[name];
        bool creation = vector.GetProperty("create").GetBoolean();
        byte[] data = vector.Bytes("data");
        AccessListEntry[] accessList = vector.GetProperty("accessList").AccessList(name);
        Transaction transaction = new()
        {
            Type = TransactionType.AccessList,
            To = creation ? null : Address.Zero,
            Data = data,
            AccessList = accessList,
        };

        Assert.Equal(vector.Integer("intrinsicGas"), GasRules.IntrinsicGas(data, creation, accessList));
        Assert.Equal(vector.Integer("intrinsicGas"), GasRules.IntrinsicGas(transaction));
        Assert.Equal(vector.Integer("floorGasPrague"), GasRules.FloorGas(data));
    }
}
