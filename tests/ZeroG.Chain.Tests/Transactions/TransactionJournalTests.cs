using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Transactions;

public sealed class TransactionJournalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INV-1")]
    [InlineData("../../etc/passwd")]
    [InlineData("Grüße 🎉 / : \\ \" '")]
    public void Remember_AnyReference_IsFoundByAnotherJournalOfTheFolder(string reference)
    {
        SentTransaction signed = Sign(0);
        Open().Remember(reference, new JournalEntry([signed]));
        Assert.Equal(signed.Raw.ToArray(), Open().Find(reference)!.Newest.Raw.ToArray());
        Assert.Null(Open().Find(reference + " "));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Find_ReferenceInAnotherUnicodeForm_IsTheSame()
    {
        Open().Remember("Caf\u00e9", new JournalEntry([Sign(0)]));
        Assert.NotNull(Open().Find("Cafe\u0301"));
    }

    [Fact]
    public void Remember_VersionsAndWhereOneWasMined_AreFoundAgain()
    {
        MinedPlace place = new(Sign(0).Hash, 5_000_000_000, Hash256.Keccak([1]), TokenAmount.FromGwei(7));
        Open().Remember("INV-1", new JournalEntry([Sign(0), Sign(1)], place));

        JournalEntry found = Open().Find("INV-1")!;

        Assert.Equal([Sign(0).Hash, Sign(1).Hash], found.Versions.Select(version => version.Hash));
        Assert.Equal(place, found.Mined);
    }

    [Fact]
    public void Find_BeforeAnythingWasWritten_IsNull() =>
        Assert.Null(new TransactionJournal(_folder["not yet there"]).Find("INV-1"));

    [Fact]
    public void Remember_Again_ReplacesAndForgetRemoves()
    {
        TransactionJournal journal = Open();
        journal.Remember("INV-1", new JournalEntry([Sign(0)]));
        journal.Remember("INV-1", new JournalEntry([Sign(1)]));
        Assert.Equal(1UL, journal.Find("INV-1")!.Newest.Nonce);
        journal.Forget("INV-1");
        Assert.Null(journal.Find("INV-1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"signed\":[\"0x02\"]}")]
    [InlineData("{\"signed\":7}")]
    [InlineData("{\"signed\":[]}")]
    public void Find_DamagedRecord_SaysHowToFindOut(string content)
    {
        TransactionJournal journal = Open();
        journal.Remember("INV-1", new JournalEntry([Sign(0)]));
        File.WriteAllText(Directory.GetFiles(_folder.Path).Single(), content);
        ZeroGException error = Assert.Throws<ZeroGException>(() => journal.Find("INV-1"));
        Assert.Equal(("ZgJournalDamaged", "INV-1"), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task Enter_HeldByAnotherJournalOfTheFolder_WaitsForItsEnd()
    {
        IDisposable first = await Open().EnterAsync(CancellationToken.None);
        Task<IDisposable> second = Open().EnterAsync(CancellationToken.None);
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second.WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
    }

    [Fact]
    public async Task Enter_HeldForTenMinutes_GivesUp()
    {
        using IDisposable held = await Open().EnterAsync(CancellationToken.None);
        TransactionJournal patient = new(_folder.Path, new SkippingTimeProvider(TimeSpan.FromMinutes(1)));
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(() => patient.EnterAsync(CancellationToken.None));
        Assert.Equal("ZgJournalBusy", error.ErrorId);
    }

    [Fact]
    public async Task Enter_FolderCannotBeMade_NamesIt()
    {
        File.WriteAllText(_folder["file"], "");
        TransactionJournal journal = new(Path.Combine(_folder["file"], "payments"));
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(() => journal.EnterAsync(CancellationToken.None));
        Assert.Equal("ZgJournalUnwritable", error.ErrorId);
        Assert.Contains("ZEROG_HOME", error.Message);
    }

    [Fact]
    public void Remember_IsReadableByItsOwnerAlone()
    {
        Open().Remember("INV-1", new JournalEntry([Sign(0)]));

        Assert.True(OwnerOnly.Is(Directory.GetFiles(_folder.Path).Single()));
    }

    private static SentTransaction Sign(ulong nonce)
    {
        using Wallet wallet = DevelopmentAccounts.Open(0);
        return new SentTransaction(wallet.Sign(new Transaction
        {
            Type = TransactionType.DynamicFee, ChainId = 1, Nonce = nonce, GasLimit = 21_000, To = Address.Zero, MaxFeePerGas = 1,
        }));
    }

    private TransactionJournal Open() => new(_folder.Path);
}
