using System.Numerics;
using ZeroG.Chain.Transactions;

namespace ZeroG.Chain.Tests.Transactions;

public class LogsBloomTests
{
    [Fact]
    public void MayContain_AddedItems_AreNeverMissed()
    {
        Random random = new(1);
        LogsBloom bloom = new();
        byte[][] items = [.. Enumerable.Range(0, 200).Select(_ =>
        {
            byte[] item = new byte[32];
            random.NextBytes(item);
            return item;
        })];
        foreach (byte[] item in items)
        {
            bloom.Add(item);
        }

        Assert.All(items, item => Assert.True(bloom.MayContain(item)));
        Assert.InRange(bloom.Bytes.ToArray().Sum(b => BitOperations.PopCount(b)), 300, 600);
    }

    [Fact]
    public void Constructor_WrongLength_Throws() => Assert.Throws<ArgumentException>(() => new LogsBloom(new byte[255]));
}
