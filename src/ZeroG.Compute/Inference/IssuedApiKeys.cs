using System.Text;
using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>
/// The list of API keys issued on this machine, one line of JSON each, so that no two living keys share an id. It holds no secret; losing
/// it loses only that care.
/// </summary>
/// <param name="path">The file; made when missing.</param>
/// <param name="time">Clock; null for the system's.</param>
public sealed class IssuedApiKeys(string path, TimeProvider? time = null)
{
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>The list of this user.</summary>
    public static IssuedApiKeys OfUser() => new(Path.Combine(UserFolder.Path, "api-keys.jsonl"));

    /// <summary>
    /// Makes a key of an id that no living key of the list has, and lists it. Choosing and listing are one step for all processes.
    /// </summary>
    /// <param name="key">The key without its id: who pays, who takes it, when it ends.</param>
    /// <param name="account">What the chain says.</param>
    /// <param name="requested">The id that the user wants; null for the smallest free one.</param>
    /// <param name="cancellationToken">Stops waiting for another process.</param>
    /// <exception cref="ZeroGException"><c>ZgApiKeyIdInvalid</c>, <c>ZgApiKeyIdRevoked</c>, <c>ZgApiKeyIdsExhausted</c>,
    /// <c>ZgApiKeyListUnusable</c>.</exception>
    public async Task<IssuedApiKey> IssueAsync(
        IssuedApiKey key, TokenRevocations account, int? requested, CancellationToken cancellationToken = default)
    {
        await using FileStream file = await OpenAsync(cancellationToken);
        List<IssuedApiKey> all = await ReadAsync(file, cancellationToken);
        int[] living = [.. all.Where(other => IsLiving(other, key)).Select(other => other.Id)];
        IssuedApiKey issued = key with { Id = ApiKeyIds.Choose(account, living, requested) };
        byte[] line = issued.WriteLine();
        await file.WriteAsync(await EndsWithinLineAsync(file, cancellationToken) ? [(byte)'\n', .. line] : line, cancellationToken);
        return issued;
    }

    /// <summary>The keys listed for a user at a provider, of the present generation and not past their end.</summary>
    public async Task<IReadOnlyList<IssuedApiKey>> GetAsync(IssuedApiKey like, CancellationToken cancellationToken = default)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        await using FileStream file = await OpenAsync(cancellationToken);
        return [.. (await ReadAsync(file, cancellationToken)).Where(other => IsLiving(other, like))];
    }

    private bool IsLiving(IssuedApiKey other, IssuedApiKey key) =>
        (other.Chain, other.Contract, other.User, other.Provider, other.Generation)
            == (key.Chain, key.Contract, key.User, key.Provider, key.Generation)
        && (other.ExpiresAt is not { } end || end > _time.GetUtcNow());

    private Task<FileStream> OpenAsync(CancellationToken cancellationToken) => ExclusiveFile.OpenAsync(
        path, LockLimit, _time,
        () => new ZeroGException(
            "ZgApiKeyListUnusable", ErrorKind.ResourceBusy,
            $"Another process keeps the list of API keys '{path}' open. Try again when it has ended.", path),
        cause => new ZeroGException(
            "ZgApiKeyListUnusable", ErrorKind.WriteError,
            $"The list of API keys '{path}' cannot be opened: {cause.Message} Check its permissions.", path, cause),
        cancellationToken);

    /// <summary>Goes to the end, and says whether the last line was cut short, so that the next one may not be written onto it.</summary>
    private static async Task<bool> EndsWithinLineAsync(FileStream file, CancellationToken cancellationToken)
    {
        byte[] last = [(byte)'\n'];
        file.Seek(Math.Max(0, file.Length - 1), SeekOrigin.Begin);
        _ = await file.ReadAsync(last, cancellationToken);
        file.Seek(0, SeekOrigin.End);
        return last[0] != '\n';
    }

    private static async Task<List<IssuedApiKey>> ReadAsync(FileStream file, CancellationToken cancellationToken)
    {
        using StreamReader reader = new(file, Encoding.UTF8, leaveOpen: true);
        List<IssuedApiKey> keys = [];
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (IssuedApiKey.ReadLine(line) is { } key)
            {
                keys.Add(key);
            }
        }

        return keys;
    }
}
