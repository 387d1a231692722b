using ZeroG.Chain.Abi;

namespace ZeroG.Chain.Tests.Abi;

public class AbiCoderPropertyTests
{
    [Fact]
    public void Decode_EncodedRandomValues_GivesThemBack()
    {
        RandomAbi random = new(seed: 4);
        for (int i = 0; i < 3000; i++)
        {
            AbiType[] types = random.Types();
            object?[] values = [.. types.Select(random.Value)];

            byte[] encoded = AbiCoder.Encode(types, values);

            Assert.Equal(values, AbiCoder.Decode(types, encoded));
            Assert.Equal(0, encoded.Length % 32);
        }
    }

    [Fact]
    public void Decode_EveryCutOfAnEncoding_Throws()
    {
        RandomAbi random = new(seed: 5);
        for (int i = 0; i < 200; i++)
        {
            AbiType[] types = random.Types();
            byte[] encoded = AbiCoder.Encode(types, [.. types.Select(random.Value)]);
            for (int length = 0; length < encoded.Length; length += random.Random.Next(1, 32))
            {
                Assert.Throws<AbiException>(() => AbiCoder.Decode(types, encoded.AsSpan(0, length)));
            }
        }
    }

    [Fact]
    public void Decode_MutatedBytes_ThrowsAbiExceptionOrGivesValuesNotLargerThanTheData()
    {
        // A decoded word costs at most an item, a boxed number and its digits; 64 words stand for paths, messages and lists of types.
        const int bytesPerWord = 320;
        const int fixedWords = 64;
        RandomAbi random = new(seed: 6);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++)
        {
            AbiType[] types = random.Types();
            byte[] data = Mutation.Of(AbiCoder.Encode(types, [.. types.Select(random.Value)]), random.Random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                object?[] values = AbiCoder.Decode(types, data);
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

                Assert.InRange(allocated, 0, bytesPerWord * (fixedWords + (data.Length / 32)));
                Assert.InRange(AbiCoder.Encode(types, values).Length, 0, data.Length);
                accepted++;
            }
            catch (AbiException)
            {
                Assert.InRange(
                    GC.GetAllocatedBytesForCurrentThread() - before, 0, bytesPerWord * (fixedWords + (data.Length / 32)) + 50_000);
            }
        }

        Assert.InRange(accepted, 1000, 19_000);
    }
}
