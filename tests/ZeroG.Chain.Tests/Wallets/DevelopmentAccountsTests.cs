using System.Text.Json;
using ZeroG.Chain.Wallets;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Wallets;

public class DevelopmentAccountsTests
{
    [Fact, Trait("Category", "Vectors")]
    public void Open_EveryAccount_IsThatOfTheVectors()
    {
        IReadOnlyList<JsonElement> accounts = VectorFiles.Cases("chain", "dev-accounts.json", "accounts");
        Assert.Equal(DevelopmentAccounts.Count, accounts.Count);
        foreach (JsonElement account in accounts)
        {
            Assert.Equal(["index", "address", "privateKey"], account.EnumerateObject().Select(member => member.Name));
            int index = account.GetProperty("index").GetInt32();
            using Wallet wallet = DevelopmentAccounts.Open(index);
            using SecretBuffer key = wallet.CopyKey();
            Assert.Equal(account.GetProperty("address").GetString(), wallet.Address.ToString());
            Assert.Equal(account.GetProperty("privateKey").GetString(), Hex.ToHex(key.Span));
            Assert.Equal(wallet.Address, DevelopmentAccounts.Addresses[index]);
        }
    }

    [Fact, Trait("Category", "Vectors")]
    public void Phrase_IsThatOfTheVectors()
    {
        using JsonDocument file = VectorFiles.Read("chain", "dev-accounts.json");
        Assert.Equal(["note", "phrase", "path", "accounts"], file.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(DevelopmentAccounts.Phrase, file.RootElement.GetProperty("phrase").GetString());
        Assert.Equal("m/44'/60'/0'/0/i", file.RootElement.GetProperty("path").GetString());
    }
}
