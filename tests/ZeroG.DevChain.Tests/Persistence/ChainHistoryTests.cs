using System.Numerics;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Persistence;
using ZeroG.Testing;

namespace ZeroG.DevChain.Tests.Persistence;

public sealed class ChainHistoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private DevChainOptions Options => new() { DataPath = _folder.Path };

    private string FilePath => _folder[ChainFile.FileName];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restart_AfterEverySortOfChange_IsTheSameChain()
    {
        SignedTransaction waiting;
        string before;
        await using (ChainClient chain = new(Options))
        {
            await LiveAsync(chain);
            waiting = chain.Transfer(50);
            await chain.SendAsync(waiting);
            before = await PictureAsync(chain);
        }

        await using ChainClient again = new(Options);

        Assert.Equal(before, await PictureAsync(again));
        Assert.Equal(
            waiting.Hash.ToString(), (await again.CallAsync("eth_getTransactionByHash", waiting.Hash)).GetProperty("hash").GetString());
        await FlowCalls.SubmitAsync(again, seed: 9);
        Assert.Equal(3, await FlowCalls.CountAsync(again));
    }

    [Fact]
    public async Task Genesis_OfChainsOfOneSecond_IsEachItsOwnAndStaysOverARestart()
    {
        FakeTimeProvider still = new(DateTimeOffset.UnixEpoch.AddYears(56));
        string first;
        await using (ChainClient chain = new(Options with { TimeProvider = still }))
        {
            first = await GenesisAsync(chain);
        }

        await using ChainClient again = new(Options with { TimeProvider = still });
        await using ChainClient other = new(new DevChainOptions { TimeProvider = still });

        Assert.Equal(first, await GenesisAsync(again));
        Assert.NotEqual(first, await GenesisAsync(other));
        await other.CallAsync("hardhat_reset");
        Assert.NotEqual(first, await GenesisAsync(other));

        static async Task<string> GenesisAsync(ChainClient chain) =>
            (await chain.CallAsync("eth_getBlockByNumber", "0x0", false)).GetProperty("hash").GetString()!;
    }

    [Fact]
    public async Task Restart_LastRecordTorn_IsTheChainBeforeItAndGoesOn()
    {
        // 1. Write and acknowledge.
        await using (ChainClient chain = new(Options))
        {
            await FlowCalls.SubmitAsync(chain, seed: 1);
            await FlowCalls.SubmitAsync(chain, seed: 2);
        }

        // 2. Tear the last record at every length; what is left is block 1, with block 2's transaction waiting.
        byte[] whole = File.ReadAllBytes(FilePath);
        int last = LastRecordOf(whole);
        foreach (int length in (int[])[last, last + 1, last + 3, last + 11, last + 40, whole.Length - 1])
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            await using ChainClient torn = new(Options);
            Assert.Equal(1, await torn.NumberAsync("eth_blockNumber"));
            Assert.Equal(2, await torn.NumberAsync("eth_getTransactionCount", ChainClient.Dev0.Address, "pending"));
        }

        // 3. A last record of full length with a hole in it counts as torn too.
        byte[] hollow = [.. whole];
        hollow.AsSpan(whole.Length - 20).Clear();
        File.WriteAllBytes(FilePath, hollow);

        // 4. Recover, write again, recover again.
        await using (ChainClient recovered = new(Options))
        {
            Assert.Equal(1, await recovered.NumberAsync("eth_blockNumber"));
            await recovered.CallAsync("evm_mine");
            Assert.Equal(2, await FlowCalls.CountAsync(recovered));
        }

        await using ChainClient once = new(Options);
        Assert.Equal(2, await FlowCalls.CountAsync(once));
    }

    [Fact]
    public async Task Restart_DamageInTheMiddle_IsAnError()
    {
        await using (ChainClient chain = new(Options))
        {
            await FlowCalls.SubmitAsync(chain, seed: 1);
            await FlowCalls.SubmitAsync(chain, seed: 2);
        }

        byte[] bytes = File.ReadAllBytes(FilePath);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(FilePath, bytes);

        Assert.Equal("ZgChainDataCorrupt", Assert.Throws<ZeroGException>(() => new DevChain(Options)).ErrorId);
    }

    [Fact]
    public void Open_AForeignFile_IsAnErrorAndLeavesItAlone()
    {
        File.WriteAllText(FilePath, "something else entirely");

        Assert.Equal("ZgChainDataCorrupt", Assert.Throws<ZeroGException>(() => new DevChain(Options)).ErrorId);
        Assert.Equal("something else entirely", File.ReadAllText(FilePath));
    }

    [Fact]
    public async Task Open_WithOtherSettings_IsAMismatch()
    {
        await using (ChainClient chain = new(Options))
        {
            await chain.CallAsync("evm_mine");
        }

        foreach (DevChainOptions other in (DevChainOptions[])
            [
                Options with { ChainId = 1 },
                Options with { ZeroGravityMode = true },
                Options with { DevelopmentBalance = TokenAmount.Parse("1") },
            ])
        {
            Assert.Equal("ZgChainDataMismatch", Assert.Throws<ZeroGException>(() => new DevChain(other)).ErrorId);
        }
    }

    [Fact]
    public async Task Open_WhileItIsOpen_IsBusy()
    {
        await using ChainClient chain = new(Options);

        Assert.Equal("ZgChainDataBusy", Assert.Throws<ZeroGException>(() => new DevChain(Options)).ErrorId);
    }

    [Fact]
    public async Task Reset_OnDisk_StartsFromTheNewGenesis()
    {
        string genesis;
        await using (ChainClient chain = new(Options))
        {
            await FlowCalls.SubmitAsync(chain, seed: 1);
            await chain.CallAsync("hardhat_reset");
            genesis = await PictureAsync(chain);
        }

        await using ChainClient again = new(Options);
        Assert.Equal(genesis, await PictureAsync(again));
    }

    [Fact]
    public void RecordKinds_OnDisk_KeepTheirNumbers() =>
        Assert.Equal(
            [(ChainRecordKind.Genesis, 1), (ChainRecordKind.Transaction, 2), (ChainRecordKind.Block, 3), (ChainRecordKind.Control, 4)],
            Enum.GetValues<ChainRecordKind>().Select(kind => (kind, (int)kind)));

    private static async Task LiveAsync(ChainClient chain)
    {
        Address somebody = Address.Parse("0x00000000000000000000000000000000005b0d17");
        await FlowCalls.SubmitAsync(chain, seed: 1);
        await chain.CallAsync("evm_increaseTime", 1000);
        await chain.CallAsync("hardhat_setBalance", somebody, BigInteger.Pow(10, 18));
        await chain.CallAsync("hardhat_impersonateAccount", somebody);
        await chain.CallAsync("eth_sendTransaction", ChainClient.Request(somebody, ChainClient.Dev1.Address, value: 1));
        JsonElement snapshot = await chain.CallAsync("evm_snapshot");
        await FlowCalls.SubmitAsync(chain, seed: 2);
        await chain.CallAsync("evm_revert", snapshot);
        await chain.CallAsync("hardhat_setCoinbase", somebody);
        await chain.CallAsync("hardhat_setNextBlockBaseFeePerGas", "0x77359400");
        await FlowCalls.SubmitAsync(chain, seed: 3);
        await chain.CallAsync("hardhat_mine", 3UL, 60UL);
        await chain.CallAsync("hardhat_setStorageAt", somebody, "0x1", "0x2");
    }

    /// <summary>All blocks with their transactions, and what accounts hold.</summary>
    private static async Task<string> PictureAsync(ChainClient chain)
    {
        List<string> parts = [];
        for (BigInteger number = 0; number <= await chain.NumberAsync("eth_blockNumber"); number++)
        {
            parts.Add((await chain.CallAsync("eth_getBlockByNumber", number, true)).GetRawText());
        }

        parts.Add((await chain.CallAsync("eth_getBalance", ChainClient.Dev0.Address)).GetRawText());
        parts.Add((await chain.CallAsync("eth_getStorageAt", "0x00000000000000000000000000000000005b0d17", "0x1")).GetRawText());
        parts.Add((await FlowCalls.CountAsync(chain)).ToString());
        return string.Join('\n', parts);
    }

    private static int LastRecordOf(byte[] file)
    {
        int position = 8;
        while (true)
        {
            int next = position + 12 + BitConverter.ToInt32(file, position);
            if (next >= file.Length)
            {
                return position;
            }

            position = next;
        }
    }
}
