namespace ZeroG.Testing;

/// <summary>Keeps what is reported, at once and in order, unlike <see cref="Progress{T}"/>, which posts it elsewhere.</summary>
public sealed class ListProgress<T>(List<T> reports) : IProgress<T>
{
    public void Report(T value)
    {
        lock (reports)
        {
            reports.Add(value);
        }
    }
}
