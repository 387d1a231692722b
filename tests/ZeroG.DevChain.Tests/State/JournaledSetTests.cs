using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Tests.State;

public sealed class JournaledSetTests
{
    [Fact]
    public void Remove_LetsTheLastItemTakeThePlace_AndRevertPutsBoth()
    {
        Journal journal = new();
        JournaledSet<string> set = new(journal);
        foreach (string item in (string[])["a", "b", "c", "d", "b"])
        {
            set.Add(item);
        }

        long before = journal.Position;
        set.Remove("b");
        set.Remove("nothing");
        Assert.Equal(["a", "d", "c"], set);
        set.Remove("c");
        set.Add("b");
        Assert.Equal(["a", "d", "b"], set);
        Assert.False(set.Contains("c"));

        journal.RevertTo(before);

        Assert.Equal(["a", "b", "c", "d"], set);
        Assert.True(set.Contains("c"));
    }
}
