using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Inference;

/// <summary>The three throwaway keys of keys.json, with which all vectors of compute are signed.</summary>
internal static class TestKeys
{
    public static Wallet User { get; } = Read("user");

    public static Wallet Provider { get; } = Read("provider");

    public static Wallet TeeSigner { get; } = Read("teeSigner");

    private static Wallet Read(string name)
    {
        using System.Text.Json.JsonDocument document = VectorFiles.Read("compute", "keys.json");
        return Wallet.FromPrivateKey(Hex.ParseBytes(document.RootElement.GetProperty(name).GetProperty("privateKey").GetString()));
    }
}
