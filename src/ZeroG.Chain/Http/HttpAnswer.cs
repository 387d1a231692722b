namespace ZeroG.Chain.Http;

/// <summary>Reads answers of servers that nobody here answers for: however long, odd or cut off they are.</summary>
internal static class HttpAnswer
{
    /// <summary>A whole body; null when it is longer than the limit.</summary>
    /// <param name="content">The body.</param>
    /// <param name="limit">Most bytes, after decompression.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="HttpRequestException">The connection broke.</exception>
    public static async Task<byte[]?> ReadWholeAsync(this HttpContent content, int limit, CancellationToken cancellationToken)
    {
        try
        {
            await content.LoadIntoBufferAsync(limit, cancellationToken).ConfigureAwait(false);
            return await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return null;
        }
    }

    /// <summary>What a refusal says: the first bytes of its body. Where the connection breaks, what came until then.</summary>
    public static async Task<byte[]> ReadRefusalAsync(this HttpContent content, CancellationToken cancellationToken)
    {
        // A refusal is a line of text.
        byte[] buffer = new byte[64 << 10];
        int length = 0;
        try
        {
            Stream body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                int read;
                while ((read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
                {
                    length += read;
                }
            }
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            // The status alone says enough.
        }

        return buffer[..length];
    }

    /// <summary>The wait that the server asks for; null when it asks for none, or names a time that has passed.</summary>
    public static TimeSpan? FindRetryAfter(this HttpResponseMessage response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > now => date - now,
        _ => null,
    };
}
