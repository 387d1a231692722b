using ZeroG.Chain.Wallets;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Wallets;

public sealed class WalletStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private WalletStore Store => new(_folder["wallets"], new KeystoreCost(2, 8, 1));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_ThenOpenInANewStore_IsTheSameAccount()
    {
        using Wallet created = Store.Create("main", "secret");
        using Wallet opened = Store.Open("MAIN", "secret");
        Assert.Equal((created.Address, "main"), (opened.Address, opened.Name));
    }

    [Fact]
    public void Create_FileAndFolder_BelongToTheOwnerAlone()
    {
        Store.Create("main", "secret").Dispose();

        Assert.True(OwnerOnly.Is(Path.Combine(Store.Folder, "main.json")));
        Assert.True(OwnerOnly.Is(Store.Folder));
        Assert.Equal([Path.Combine(Store.Folder, "main.json")], Directory.GetFiles(Store.Folder));
    }

    [Fact]
    public void Create_NameTaken_KeepsTheOldKey()
    {
        using Wallet first = Store.Create("main", "one");
        ZeroGException error = Assert.Throws<ZeroGException>(() => Store.Create("Main", "two"));
        Assert.Equal(("ZgWalletExists", "Main"), (error.ErrorId, error.Target));
        using Wallet opened = Store.Open("main", "one");
        Assert.Equal(first.Address, opened.Address);
    }

    [Fact]
    public void List_SeveralFiles_ShowsWalletsByNameWithoutPassword()
    {
        using Wallet b = Store.Create("b", "");
        using Wallet a = Store.Create("a", "");
        File.WriteAllText(Path.Combine(Store.Folder, "broken.json"), "{");
        File.WriteAllText(Path.Combine(Store.Folder, "notes.txt"), "");
        IReadOnlyList<StoredWallet> wallets = Store.List();
        Assert.Equal(
            [("a", a.Address), ("b", b.Address), ("broken", (Address?)null)], wallets.Select(wallet => (wallet.Name, wallet.Address)));
        Assert.Equal("ZgKeystoreInvalid", Assert.Throws<ZeroGException>(() => Store.Open("broken", "")).ErrorId);
    }

    [Fact]
    public void List_NoFolderYet_IsEmptyAndMakesNone()
    {
        Assert.Empty(Store.List());
        Assert.False(Directory.Exists(Store.Folder));
    }

    [Fact]
    public void Import_Export_KeepTheKeyUnderItsPassword()
    {
        using Wallet wallet = Wallet.CreateRandom();
        StoredWallet stored = Store.Import("copy", wallet, "secret");
        Assert.Equal(("copy", wallet.Address), (stored.Name, stored.Address));
        using Wallet exported = Keystore.Decrypt(Store.Export("copy"), "secret");
        Assert.Equal(wallet.Address, exported.Address);
    }

    [Fact]
    public void Remove_Wallet_IsGone()
    {
        Store.Create("main", "").Dispose();
        Store.Remove("main");
        Assert.Null(Store.Find("main"));
        ZeroGException error = Assert.Throws<ZeroGException>(() => Store.Remove("main"));
        Assert.Equal(("ZgWalletNotFound", "main"), (error.ErrorId, error.Target));
    }

    [Fact]
    public void Open_WrongPassword_SaysSo()
    {
        Store.Create("main", "secret").Dispose();
        Assert.Equal("ZgWalletPasswordWrong", Assert.Throws<ZeroGException>(() => Store.Open("main", "wrong")).ErrorId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../main")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData(".hidden")]
    [InlineData("ends.")]
    [InlineData("with space")]
    [InlineData("con")]
    [InlineData("NUL.backup")]
    [InlineData("lpt1")]
    [InlineData("mañana")]
    public void AnyCall_NameThatIsNoFileName_IsRefused(string name)
    {
        Assert.Equal("ZgWalletNameInvalid", Assert.Throws<ZeroGException>(() => Store.Create(name, "")).ErrorId);
        Assert.Equal("ZgWalletNameInvalid", Assert.Throws<ZeroGException>(() => Store.Open(name, "")).ErrorId);
        Assert.Equal("ZgWalletNameInvalid", Assert.Throws<ZeroGException>(() => Store.Find(name)).ErrorId);
    }

    [Fact]
    public void Create_FolderCannotBeMade_NamesThePath()
    {
        File.WriteAllText(_folder["file"], "");
        WalletStore store = new(Path.Combine(_folder["file"], "wallets"), new KeystoreCost(2, 8, 1));
        Assert.Equal("ZgWalletWriteFailed", Assert.Throws<ZeroGException>(() => store.Create("main", "")).ErrorId);
    }
}
