using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Tests.Inference;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Vectors;

/// <summary>The short vector files of inference: what providers say of themselves, fees, top-ups, and the keys of all others.</summary>
[Trait("Category", "Vectors")]
public class InferenceVectorTests
{
    public static TheoryData<int> Infos =>
        ArrayVectors.Rows("additional-info.json", "additionalInfo tieredPricing cacheTokenBilling multiModel");

    public static TheoryData<int> Fees =>
        ArrayVectors.Rows("fees.json", "serviceType content inputPrice outputPrice inputCount outputCount fee");

    public static TheoryData<int> TopUps => ArrayVectors.Rows("auto-topup.json", "balance pendingRefund unsettledFee multiplier transfer");

    [Theory]
    [MemberData(nameof(Infos))]
    public void ProviderInfo_KnownText_SaysTheSame(int index)
    {
        JsonElement vector = ArrayVectors.Case("additional-info.json", index);

        ProviderInfo info = ProviderInfo.Parse(vector.GetProperty("additionalInfo").GetString()!);

        JsonElement[] tiers = vector.GetProperty("tieredPricing") is { ValueKind: JsonValueKind.Object } pricing
            ? [.. pricing.GetProperty("tiers").EnumerateArray()]
            : [];
        Assert.Equal(
            tiers.Select(tier => new PriceTier(
                tier.GetProperty("maxInputTokens").GetDecimal(), tier.GetProperty("inputMultiplier").GetDouble(),
                tier.GetProperty("outputMultiplier").GetDouble())),
            info.Tiers);
        Assert.Equal(
            vector.GetProperty("cacheTokenBilling") is { ValueKind: JsonValueKind.Object } cache
                ? cache.GetProperty("divisor").GetDouble()
                : null,
            info.CacheTokenDivisor);
        JsonElement models = vector.GetProperty("multiModel");
        VectorForm.CheckFields(models, "multiModel priceDenomination?", $"additional-info.json[{index}]");
        Assert.Equal(models.GetProperty("multiModel").GetBoolean(), info.IsMultiModel);
        Assert.Equal(models.TryGetProperty("priceDenomination", out JsonElement unit) ? unit.GetString() : null, info.PriceDenomination);
    }

    [Theory]
    [MemberData(nameof(Fees))]
    public void FeeEstimate_KnownUsage_GivesTheKnownFee(int index)
    {
        JsonElement vector = ArrayVectors.Case("fees.json", index);

        UsageCounts counts = UsageCounts.Read(vector.GetProperty("serviceType").GetString()!, vector.GetProperty("content").GetString()!);

        Assert.Equal(vector.GetProperty("inputCount").GetInt64(), (long)counts.Input);
        Assert.Equal(vector.GetProperty("outputCount").GetInt64(), (long)counts.Output);
        Assert.Equal(Amount(vector, "fee"), FeeEstimate.Local(counts, Amount(vector, "inputPrice"), Amount(vector, "outputPrice")));
    }

    [Theory]
    [MemberData(nameof(TopUps))]
    public void TopUp_KnownBalance_MovesTheKnownAmount(int index)
    {
        JsonElement vector = ArrayVectors.Case("auto-topup.json", index);
        bool hasAccount = vector.GetProperty("balance").ValueKind != JsonValueKind.Null;
        TokenAmount free = hasAccount ? Amount(vector, "balance") - Amount(vector, "pendingRefund") : TokenAmount.Zero;

        TokenAmount? transfer = TopUp.Needed(free, Amount(vector, "unsettledFee"), vector.GetProperty("multiplier").GetInt32());

        Assert.Equal(vector.GetProperty("transfer").ValueKind == JsonValueKind.Null ? null : Amount(vector, "transfer"), transfer);
    }

    [Theory]
    [InlineData("user")]
    [InlineData("provider")]
    [InlineData("teeSigner")]
    public void Keys_PrivateKey_HasTheAddress(string name)
    {
        using JsonDocument document = VectorFiles.Read("compute", "keys.json");
        VectorForm.CheckFields(document.RootElement, "note user provider teeSigner", "keys.json");
        JsonElement key = document.RootElement.GetProperty(name);
        VectorForm.CheckFields(key, "privateKey address publicKeyUncompressed?", name);

        using Wallet wallet = Wallet.FromPrivateKey(Hex.ParseBytes(key.GetProperty("privateKey").GetString()));

        Assert.Equal(key.GetProperty("address").GetString(), wallet.Address.ToString());
        if (key.TryGetProperty("publicKeyUncompressed", out JsonElement publicKey))
        {
            Assert.Equal(publicKey.GetString(), "0x04" + Convert.ToHexStringLower(wallet.PublicKey.Bytes));
        }
    }

    private static TokenAmount Amount(JsonElement vector, string name) =>
        new(BigInteger.Parse(vector.GetProperty(name).GetString()!, CultureInfo.InvariantCulture));
}
