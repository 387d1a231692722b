using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Tests.State;

public sealed class JournalTests
{
    private readonly Journal _journal = new();

    [Fact]
    public void RevertTo_ChangesOfAllKinds_TakesEachBack()
    {
        JournaledValue<int> value = new(_journal, 1);
        JournaledMap<string, int> map = new(_journal) { ["kept"] = 1, ["removed"] = 2 };
        JournaledList<int> list = new(_journal, 7, 8);
        long position = _journal.Position;

        value.Value = 2;
        map["kept"] = 5;
        map["new"] = 6;
        map.Remove("removed");
        list.Add(9);
        list[0] = 0;
        _journal.RevertTo(position);

        Assert.Equal(1, value.Value);
        Assert.Equal(1, map["kept"]);
        Assert.Equal(2, map["removed"]);
        Assert.False(map.TryGetValue("new", out _));
        Assert.Equal([7, 8], list);
        Assert.Equal(position, _journal.Position);
    }

    [Fact]
    public void ViewAt_WritesInThePast_AreGoneWhenThePresentReturns()
    {
        JournaledMap<string, int> map = new(_journal) { ["a"] = 1 };
        long past = _journal.Position;
        map["a"] = 2;
        map["b"] = 3;

        using (_journal.ViewAt(past))
        {
            Assert.Equal(1, map["a"]);
            Assert.Equal(1, map.Count);
            map["a"] = 99;
            map["c"] = 99;
        }

        Assert.Equal(2, map["a"]);
        Assert.Equal(3, map["b"]);
        Assert.Equal(2, map.Count);
    }

    [Fact]
    public void ViewAt_ThenRevert_StillKnowsTheWayBack()
    {
        JournaledValue<int> value = new(_journal, 1);
        long first = _journal.Position;
        value.Value = 2;
        value.Value = 3;
        _journal.ViewAt(first).Dispose();

        _journal.RevertTo(first);

        Assert.Equal(1, value.Value);
    }

    [Fact]
    public void RevertTo_ForgottenPosition_IsRefused()
    {
        JournaledValue<int> value = new(_journal, 1);
        long first = _journal.Position;
        value.Value = 2;
        long second = _journal.Position;
        value.Value = 3;
        _journal.Forget(second);

        Assert.Throws<ArgumentOutOfRangeException>(() => _journal.RevertTo(first));
        _journal.RevertTo(second);
        Assert.Equal(2, value.Value);
    }

    [Fact]
    public void RandomWritesAndReverts_MatchACopiedDictionary()
    {
        Random random = new(4711);
        JournaledMap<int, int> map = new(_journal);
        Dictionary<int, int> twin = [];
        Stack<(long Position, Dictionary<int, int> Twin)> marks = new();
        for (int step = 0; step < 5_000; step++)
        {
            int key = random.Next(20);
            switch (random.Next(10))
            {
                case 0:
                    marks.Push((_journal.Position, new Dictionary<int, int>(twin)));
                    break;
                case 1 when marks.Count > 0:
                    (long position, twin) = marks.Pop();
                    _journal.RevertTo(position);
                    break;
                case 2:
                    map.Remove(key);
                    twin.Remove(key);
                    break;
                default:
                    map[key] = step;
                    twin[key] = step;
                    break;
            }

            Assert.Equal(twin.OrderBy(pair => pair.Key), map.Keys.Order().Select(k => KeyValuePair.Create(k, map[k])));
        }
    }
}
