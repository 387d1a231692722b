using System.Text.Json;
using ZeroG.Chain.Tests.Vectors;
using ZeroG.Chain.Wallets;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Wallets;

[Trait("Category", "Vectors")]
public class DevelopmentAccountsTests
{
    private static readonly VectorForm Form =
        new("chain", "dev-accounts*.json", ("accounts", "index address privateKey")) { Facts = "note? phrase path" };

    public static IEnumerable<object[]> Accounts => Form.Rows("accounts");

    public static IEnumerable<object[]> Files => Form.FileRows();

    [Theory]
    [MemberData(nameof(Accounts))]
    public void Open_EveryAccount_IsThatOfTheVectors(string name)
    {
        JsonElement account = Form[name];
        int index = account.GetProperty("index").GetInt32();
        using Wallet wallet = DevelopmentAccounts.Open(index);
        using SecretBuffer key = wallet.CopyKey();
        Assert.Equal(account.Text("address"), wallet.Address.ToString());
        Assert.Equal(account.Text("privateKey"), Hex.ToHex(key.Span));
        Assert.Equal(wallet.Address, DevelopmentAccounts.Addresses[index]);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Phrase_IsThatOfTheVectorsAndGivesAllAccounts(string name)
    {
        JsonElement file = Form.File(name);
        Assert.Equal(DevelopmentAccounts.Phrase, file.Text("phrase"));
        Assert.Equal("m/44'/60'/0'/0/i", file.Text("path"));
        Assert.Equal(
            Enumerable.Range(0, DevelopmentAccounts.Count),
            Form.CasesOf(name, "accounts").Select(account => account.GetProperty("index").GetInt32()));
    }
}
