using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.Compute.Contracts;

/// <summary>
/// Fields of decoded tuples as the types of the records. What a contract calls a time is a number of any size to the decoder, so it is
/// bounded here.
/// </summary>
internal static class AbiFields
{
    private static readonly BigInteger LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public static TokenAmount Amount(object? value) => new((BigInteger)value!);

    public static int Count(object? value) => (int)BigInteger.Min((BigInteger)value!, int.MaxValue);

    public static DateTimeOffset Time(object? value) =>
        DateTimeOffset.FromUnixTimeSeconds((long)BigInteger.Min((BigInteger)value!, LastSecond));

    public static TimeSpan Duration(object? value) => TimeSpan.FromSeconds((long)BigInteger.Min((BigInteger)value!, LastSecond));

    public static DateTimeOffset Later(DateTimeOffset time, TimeSpan duration) =>
        duration < DateTimeOffset.MaxValue - time ? time + duration : DateTimeOffset.MaxValue;

    public static IReadOnlyList<T> List<T>(object? value, Func<object?[], T> read) =>
        [.. ((object?[])value!).Select(item => read((object?[])item!))];
}
