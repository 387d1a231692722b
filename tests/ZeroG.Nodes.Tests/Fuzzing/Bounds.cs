namespace ZeroG.Nodes.Tests.Fuzzing;

/// <summary>Runs a decoder on damaged input: no exception but those that it documents, and no memory out of proportion.</summary>
internal static class Bounds
{
    // Buffers are rented in powers of two, and messages quote a piece of the input.
    private const long AllocationBase = 1 << 20;
    private const long AllocationPerByte = 64;

    public static void Check(byte[] input, Action<byte[]> decode, Func<Exception, bool> isDocumented, string name)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            decode(input);
        }
        catch (Exception failure) when (isDocumented(failure))
        {
        }
        catch (Exception failure)
        {
            Assert.Fail($"{name}: {failure}\nInput: {Convert.ToBase64String(input)}");
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(
            allocated <= AllocationBase + (AllocationPerByte * input.Length),
            $"{name} took {allocated} bytes for {input.Length}.\nInput: {Convert.ToBase64String(input)}");
    }
}
