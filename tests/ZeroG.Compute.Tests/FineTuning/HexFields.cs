using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;

namespace ZeroG.Compute.Tests.FineTuning;

/// <summary>Fields of vectors as the values they are.</summary>
internal static class HexFields
{
    public static string Text(this JsonElement element, string field) => element.GetProperty(field).GetString()!;

    public static byte[] Hex(this JsonElement element, string field) => Convert.FromHexString(element.Text(field).AsSpan(2));

    public static Address Address(this JsonElement element, string field) => Chain.Address.Parse(element.Text(field));

    public static Wallet Wallet(this JsonElement element, string field) => Chain.Wallets.Wallet.FromPrivateKey(element.Hex(field));
}
