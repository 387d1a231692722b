namespace ZeroG.Benchmarks;

/// <summary>Correct first, timed second: every set-up compares the answers of the methods that it is going to time.</summary>
internal static class Answers
{
    /// <exception cref="InvalidOperationException">The answers differ, so that their times mean nothing.</exception>
    public static void AssertEqual(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string method)
    {
        if (!expected.SequenceEqual(actual))
        {
            throw new InvalidOperationException($"{method} gives another answer than the method that it is compared with.");
        }
    }
}
