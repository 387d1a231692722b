using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>A job together with the service that is to do it: the request that fits, and the most that it may cost.</summary>
internal sealed class JobCall
{
    // What a chat may answer when a budget is given and no limit of tokens: a long answer of most models.
    private const int UsualMaxTokens = 4096;

    // Too little to answer with.
    private const int LeastMaxTokens = 16;

    // Speech of the lowest usual rate, 8 kbit/s, in bytes a second.
    private const int LeastSpeechRate = 1000;

    private readonly ModelOffer _offer;
    private ChatRequest? _chat;
    private ImageRequest? _image;
    private SpeechRequest? _speech;
    private int? _maxTokens;

    private JobCall(ModelOffer offer, InferenceJob job)
    {
        (_offer, Job) = (offer, job);
        _maxTokens = job.MaxTokens;
    }

    /// <summary>What is asked.</summary>
    public InferenceJob Job { get; }

    /// <summary>Whether a chat model is asked.</summary>
    public bool IsChat => _chat is not null;

    /// <summary>Reads the job's files and makes the request that the service takes.</summary>
    /// <exception cref="ZeroGException"><c>ZgPromptEmpty</c>, <c>ZgServiceTypeWrong</c>, <c>ZgRequestTooLarge</c>,
    /// <c>ZgFileNotFound</c>, <c>ZgFileEmpty</c>.</exception>
    public static async Task<JobCall> OpenAsync(ModelOffer offer, InferenceJob job, CancellationToken cancellationToken)
    {
        JobCall call = new(offer, job);
        if (call.Serves(ServiceTypes.Speech))
        {
            await call.OpenSpeechAsync(cancellationToken);
            return call;
        }

        if (job.AudioPath is not null)
        {
            throw call.Wrong("takes no speech. Name a provider of speech-to-text");
        }

        call.RequireText();
        if (call.Serves(ServiceTypes.Chat))
        {
            await call.OpenChatAsync(cancellationToken);
        }
        else if (call.Serves(ServiceTypes.Image) || call.Serves(ServiceTypes.ImageEdit))
        {
            await call.OpenImageAsync(cancellationToken);
        }
        else if (!call.Serves(ServiceTypes.Embedding))
        {
            throw call.Wrong("cannot be asked from here. Name another provider");
        }

        return call;
    }

    /// <summary>How much of what is left this job wants; null when that is too little.</summary>
    public TokenAmount? Plan(TokenAmount left)
    {
        if (_chat is null)
        {
            TokenAmount most = _image is not null ? _offer.OutputPrice * Job.Count
                : _speech is { } speech ? _offer.InputPrice * (1 + (speech.Audio.LongLength / LeastSpeechRate))
                : _offer.InputPrice * (64 + (4L * Job.Prompt!.Length));
            return most <= left ? most : null;
        }

        long bytes = _chat.LargestBody;
        TokenAmount prompt = FeeEstimate.MostForChat(bytes, 0, _offer.InputPrice, _offer.OutputPrice);
        if (Job.MaxTokens is null)
        {
            BigInteger affordable = _offer.OutputPrice.IsZero ? UsualMaxTokens : (left - prompt).Wei / _offer.OutputPrice.Wei;
            if (affordable < LeastMaxTokens)
            {
                return null;
            }

            _maxTokens = (int)BigInteger.Min(affordable, UsualMaxTokens);
        }

        TokenAmount whole = FeeEstimate.MostForChat(bytes, _maxTokens!.Value, _offer.InputPrice, _offer.OutputPrice);
        return whole <= left ? whole : null;
    }

    /// <summary>Asks.</summary>
    /// <param name="client">Asks.</param>
    /// <param name="isLimited">Whether <see cref="Plan"/> has set the limit of the answer.</param>
    /// <param name="onText">Takes the text of a chat as it comes; null to wait for the whole.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<InferenceAnswer> AskAsync(
        InferenceClient client, bool isLimited, Func<string, Task>? onText, CancellationToken cancellationToken) =>
        _chat is { } chat
            ? client.ChatAsync(_offer, chat with { MaxTokens = isLimited ? _maxTokens : Job.MaxTokens }, onText, cancellationToken)
        : _image is { } image ? client.DrawAsync(_offer, image, cancellationToken)
        : _speech is { } speech ? client.TranscribeAsync(_offer, speech, cancellationToken)
        : client.EmbedAsync(_offer, [Job.Prompt!], cancellationToken);

    private bool Serves(string type) => ServiceTypes.Same(_offer.Service.ServiceType, type);

    private void RequireText()
    {
        bool hasQuestion = Serves(ServiceTypes.Chat) && Job.Turns.Any(turn => turn.Role != "system");
        if (string.IsNullOrWhiteSpace(Job.Prompt) && !hasQuestion)
        {
            throw new ZeroGException(
                "ZgPromptEmpty", ErrorKind.InvalidArgument, "There is no text to ask, and nothing was paid. Give a prompt.", Job.Prompt);
        }
    }

    private async Task OpenSpeechAsync(CancellationToken cancellationToken)
    {
        string path = Job.AudioPath ?? throw Wrong("needs speech. Give it with -Audio");
        _speech = new SpeechRequest(await ReadAsync(path, cancellationToken), Path.GetFileName(path))
        {
            Language = Job.Language,
            Prompt = Job.Prompt,
        };
    }

    private async Task OpenChatAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatPicture> pictures = await ReadPicturesAsync(cancellationToken);
        ChatTurn[] question = string.IsNullOrWhiteSpace(Job.Prompt) ? [] : [new ChatTurn("user", Job.Prompt, pictures)];
        _chat = new ChatRequest([.. Job.Turns, .. question]) { Model = _offer.Model, Temperature = Job.Temperature };
    }

    private async Task OpenImageAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatPicture> pictures = await ReadPicturesAsync(cancellationToken);
        bool isEdit = Serves(ServiceTypes.ImageEdit);
        if (isEdit != pictures.Count > 0)
        {
            throw Wrong(isEdit ? "needs a picture. Give it with -Image" : "takes no picture. Name a provider of image-editing");
        }

        _image = new ImageRequest(Job.Prompt!)
        {
            Model = _offer.Model,
            Count = Job.Count,
            Size = Job.Size,
            Source = isEdit ? pictures[0] : null,
        };
    }

    private async Task<IReadOnlyList<ChatPicture>> ReadPicturesAsync(CancellationToken cancellationToken)
    {
        List<ChatPicture> pictures = [];
        foreach (string path in Job.PicturePaths)
        {
            pictures.Add(new ChatPicture(await ReadAsync(path, cancellationToken), Path.GetFileName(path)));
        }

        return pictures;
    }

    private async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            long length = new FileInfo(path).Length;
            if (length == 0)
            {
                throw new ZeroGException(
                    "ZgFileEmpty", ErrorKind.InvalidData, $"'{path}' is empty, and nothing was paid. Give a file that has something in it.",
                    path);
            }

            return length <= Wire.ProviderHandler.LargestRequest
                ? await File.ReadAllBytesAsync(path, cancellationToken)
                : throw Wire.RefusalReport.TooLarge(_offer.Service, length);
        }
        catch (Exception failure) when (FileFault.Unreadable(path, failure) is { } unreadable)
        {
            throw unreadable;
        }
    }

    private ZeroGException Wrong(string how) => new(
        "ZgServiceTypeWrong", ErrorKind.InvalidArgument,
        $"{_offer.Service.Provider} offers {ForeignText.Clean(_offer.Service.ServiceType, 40)}, which {how}.", _offer.Service.Provider);
}
