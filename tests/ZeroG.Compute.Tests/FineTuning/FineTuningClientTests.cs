using System.Net;
using System.Text;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.FineTuning;
using ZeroG.Storage.Files;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning;

/// <summary>What is asked of a provider, what is asked again, and what a user reads when it does not do it.</summary>
public sealed class FineTuningClientTests : IDisposable
{
    private const string UserRoute = "/v1/user/0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    private const string CreateRoute = "POST " + UserRoute + "/task";
    private const string ListRoute = "GET " + UserRoute + "/task";

    private static readonly Guid Id = Guid.Parse("6b607314-88b0-4fef-91e7-43227a54de57");
    private static readonly Address Provider = DevelopmentAccounts.Addresses[1];

    private readonly ScriptedProvider _http = new();
    private readonly Wallet _wallet = DevelopmentAccounts.Open(0);
    private readonly SkippingTimeProvider _time = new(TimeSpan.FromSeconds(20));
    private readonly FineTuningClient _client;

    public FineTuningClientTests() => _client = new FineTuningClient(
        Provider, new Uri("http://provider.example:8080/"), _wallet.Address, _wallet, new FineTuningClientOptions { TimeProvider = _time },
        _http);

    public void Dispose()
    {
        _client.Dispose();
        _wallet.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task A_task_is_read_with_all_its_fields()
    {
        _http.On($"GET {UserRoute}/task/{Id}", $$"""
            {"id":"{{Id}}","createdAt":"2026-01-01T10:00:00.123456789+08:00","updatedAt":null,"userAddress":"{{_wallet.Address}}",
            "preTrainedModelHash":"0x01","datasetHash":"0x02","trainingParams":"{}","fee":"1500000000000000000","nonce":"17672256001230040",
            "signature":"0x03","progress":"Delivered","deliverIndex":2,"deliverTime":1767225600,"modelType":1,"wait":true,"new":[1]}
            """);

        TaskRecord task = await _client.GetTaskAsync(Id, Cancelled);

        Assert.Equal(Id, task.Id);
        Assert.Equal(FineTuningState.Delivered, task.State);
        Assert.Equal(TokenAmount.Parse("1.5"), task.Amount);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.Zero), task.CreatedAt!.Value.AddTicks(-1234567));
        Assert.Equal(1767225600, task.DeliverTime);
        Assert.Equal(1, task.ModelType);
        Assert.True(task.Wait);
        Assert.Equal(task, TaskRecord.Parse(task.ToJson()));
    }

    [Fact]
    public async Task A_list_may_be_empty_in_both_ways()
    {
        _http.On(ListRoute, "[]").On(ListRoute, "null").On(ListRoute + "?latest=true", "[]");
        Assert.Empty(await _client.GetTasksAsync(Cancelled));
        Assert.Empty(await _client.GetTasksAsync(Cancelled));
        Assert.Null(await _client.FindLatestTaskAsync(Cancelled));
    }

    [Fact]
    public async Task What_only_reads_is_tried_three_times()
    {
        _http.Break("GET /v1/task/pending", HttpRequestError.ConnectionError)
            .On("GET /v1/task/pending", "", HttpStatusCode.BadGateway).On("GET /v1/task/pending", "3\n");
        Assert.Equal(3, await _client.GetPendingCountAsync(Cancelled));
        Assert.Equal([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)], _time.Waits);
    }

    [Fact]
    public async Task A_provider_that_is_down_is_named()
    {
        _http.Break("GET /v1/task/pending", HttpRequestError.ConnectionError);
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(() => _client.GetPendingCountAsync(Cancelled));
        Assert.Equal("ZgProviderUnreachable", failure.ErrorId);
        Assert.StartsWith("Provider http://provider.example:8080 does not answer", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Health: unknown.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, _http.Requests.Count);
    }

    [Fact]
    public async Task A_provider_that_asks_to_wait_is_waited_for_as_long_as_it_asks()
    {
        _http.On("GET /v1/task/pending", _ =>
        {
            HttpResponseMessage busy = new(HttpStatusCode.TooManyRequests);
            busy.Headers.RetryAfter = new(TimeSpan.FromSeconds(7));
            return busy;
        });
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(() => _client.GetPendingCountAsync(Cancelled));
        Assert.Equal("ZgProviderBusy", failure.ErrorId);
        Assert.EndsWith("is limiting requests; retry after 7 s.", failure.Message, StringComparison.Ordinal);
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)], _time.Waits);
    }

    [Fact]
    public async Task A_task_is_made_with_one_request()
    {
        _http.On(CreateRoute, $$"""{"id":"{{Id}}"}""", HttpStatusCode.Created);
        NewTaskRecord task = New();
        Assert.Equal(Id, await _client.CreateTaskAsync(task, cancellationToken: Cancelled));
        Assert.Equal(task.ToJson(), Assert.Single(_http.Requests).Body);
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(HttpRequestError.InvalidResponse)]
    public async Task A_task_whose_answer_was_lost_is_found_and_not_made_twice(HttpRequestError error)
    {
        NewTaskRecord task = New();
        _http.Break(CreateRoute, error).On(ListRoute, $$"""[{"id":"{{Id}}","progress":"Init","nonce":"{{task.Nonce}}"}]""");
        Assert.Equal(Id, await _client.CreateTaskAsync(task, cancellationToken: Cancelled));
        Assert.Single(_http.Requests, request => request.Route == CreateRoute);
    }

    [Fact]
    public async Task A_task_that_never_arrived_is_not_sent_again()
    {
        _http.Break(CreateRoute, HttpRequestError.ConnectionError).On(ListRoute, "[]");
        ZeroGException failure = await CreateFailsAsync();
        Assert.Equal("ZgProviderUnreachable", failure.ErrorId);
        Assert.Single(_http.Requests, request => request.Route == CreateRoute);
    }

    [Theory]
    [InlineData("Provider: register service: cannot create a new task while there is an unfinished task", "ZgTaskUnfinished",
        "Task 6b607314-88b0-4fef-91e7-43227a54de57 with this provider is Training. Wait, cancel it, or choose another provider.")]
    [InlineData("Provider: register service: cannot create a new task while there are in-progress tasks", "ZgTaskQueueBusy",
        "Provider has 4 tasks waiting; use the wait switch or another provider.")]
    [InlineData("Provider: register service: task queue is full", "ZgTaskQueueBusy", "Its queue is full")]
    [InlineData("Provider: register service: unsupported model", "ZgModelNotOffered",
        "Qwen/Qwen3-32B is not offered by 0x70997970C51812dc3A010C7d01b50e0d17dc79C8. Names are written without `Qwen/`. "
        + "Offered: Qwen3-32B, mock-model.")]
    [InlineData("user not acknowledge the provider", "ZgProviderNotAcknowledged",
        "You have not acknowledged 0x70997970C51812dc3A010C7d01b50e0d17dc79C8. Acknowledge it; the provider notices within "
        + "about two minutes.")]
    [InlineData("provider signer should be acknowledged before creating a task", "ZgProviderNotAcknowledged", "Acknowledge it")]
    [InlineData("service not acknowledge the tee signer", "ZgSignerNotApproved",
        "The network operator has not approved this provider's TEE signer. Use another provider.")]
    [InlineData("insufficient account balance after pending refund", "ZgFineTuningFundsMissing",
        "Transfer funds to the fine-tuning sub-account of 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 (inference money does not count).")]
    [InlineData("Unexpected non-whitespace character after JSON at position 4", "ZgTrainingConfigInvalid", "Use decimal notation (0.0002)")]
    [InlineData("something new", "ZgProviderRefused", "something new (HTTP 400)")]
    public async Task A_refusal_is_told_in_words_that_help(string words, string id, string text)
    {
        _http.Refuse(CreateRoute, words).On("GET /v1/task/pending", "4")
            .On(ListRoute, $$"""[{"id":"{{Id}}","progress":"Training","nonce":"1"}]""");
        ZeroGException failure = await CreateFailsAsync();
        Assert.Equal(id, failure.ErrorId);
        Assert.Contains(text, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_a_provider_cannot_take_over_a_terminal()
    {
        _http.Refuse(CreateRoute, @"\u001b[2Jgone").On("GET /v1/task/pending", "0").On(ListRoute, "[]");
        Assert.DoesNotContain('\u001b', (await CreateFailsAsync()).Message);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"id":"7"}""")]
    public async Task An_answer_without_an_id_is_no_answer(string body)
    {
        _http.On(CreateRoute, body, HttpStatusCode.Created).On(ListRoute, "[]");
        Assert.Equal("ZgProviderAnswerInvalid", (await CreateFailsAsync()).ErrorId);
    }

    [Fact]
    public async Task A_log_that_is_not_there_yet_is_none()
    {
        string route = $"GET {UserRoute}/task/{Id}/log";
        _http.Refuse(route, "Failed to read log file", HttpStatusCode.InternalServerError).On(route, "epoch 1\n")
            .Refuse(route, "record not found");
        Assert.Null(await _client.FindLogAsync(Id, Cancelled));
        Assert.Equal("epoch 1\n", await _client.FindLogAsync(Id, Cancelled));
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(() => _client.FindLogAsync(Id, Cancelled));
        Assert.Equal("ZgTaskNotFound", failure.ErrorId);
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task A_cancellation_is_signed_with_the_id()
    {
        _http.On($"POST {UserRoute}/task/{Id}/cancel", $"task {Id} cancelled");
        await _client.CancelTaskAsync(Id, Cancelled);
        TaskSignatureRecord sent = TaskSignatureRecord.Parse(Assert.Single(_http.Requests).Body);
        Assert.True(TaskSignatures.IsSignedBy(_wallet.Address, TaskSignatures.CancelTask(Id), sent.Signature));
        Assert.Null(sent.Timestamp);
    }

    [Theory]
    [InlineData("Training", "Wait until it is delivered, and acknowledge it then.")]
    [InlineData("Finished", "There is nothing left to cancel.")]
    public async Task A_cancellation_that_comes_too_late_says_how_far_the_task_is(string state, string advice)
    {
        _http.Refuse($"POST {UserRoute}/task/{Id}/cancel", "cancel task: Failed to cancel task: record not found.")
            .On($"GET {UserRoute}/task/{Id}", $$"""{"id":"{{Id}}","progress":"{{state}}"}""");
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(() => _client.CancelTaskAsync(Id, Cancelled));
        Assert.Equal("ZgTaskNotCancellable", failure.ErrorId);
        Assert.StartsWith($"Task {Id} is {state};", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(advice, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_whose_answer_was_lost_is_looked_up()
    {
        _http.Break($"POST {UserRoute}/task/{Id}/cancel", HttpRequestError.ResponseEnded)
            .On($"GET {UserRoute}/task/{Id}", $$"""{"id":"{{Id}}","progress":"Failed"}""");
        await _client.CancelTaskAsync(Id, Cancelled);
        Assert.Equal(2, _http.Requests.Count);
    }

    [Fact]
    public async Task A_task_that_nobody_knows_is_not_found()
    {
        _http.Refuse($"GET {UserRoute}/task/{Id}", "Provider: get task: get service from db: record not found");
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(() => _client.GetTaskAsync(Id, Cancelled));
        Assert.Equal("ZgTaskNotFound", failure.ErrorId);
        Assert.Equal(ErrorKind.ObjectNotFound, failure.Kind);
    }

    [Theory]
    [InlineData("""{"report_data":"AAAA","quote":"00"}""", true)]
    [InlineData("""{"report_data":""}""", false)]
    [InlineData("""{"quote":"00"}""", false)]
    [InlineData("""["report_data"]""", false)]
    [InlineData("<html>", false)]
    public async Task A_provider_without_a_report_gets_no_task(string quote, bool isGood)
    {
        _http.On("GET /v1/quote", quote);
        Exception? failure = await Record.ExceptionAsync(() => _client.CheckQuoteAsync(Cancelled));
        Assert.Equal(isGood ? null : "ZgProviderQuoteInvalid", (failure as ZeroGException)?.ErrorId);
    }

    [Fact]
    public async Task A_dataset_is_handed_over_with_a_fresh_signature_each_time()
    {
        string route = $"POST {UserRoute}/dataset";
        _http.On(route, "", HttpStatusCode.BadGateway).On(route, """{"datasetHash":"0xabc","message":"ok"}""");
        using FileSource dataset = FileSource.FromBytes("{\"text\":\"a\"}\n"u8.ToArray(), "my data\".jsonl");
        List<long> sent = [];

        Assert.Equal("0xabc", await _client.UploadDatasetAsync(dataset, new ListProgress<long>(sent), Cancelled));
        Assert.Equal([dataset.Size, dataset.Size], sent);

        string[] forms = [.. _http.Requests.Select(request => Encoding.UTF8.GetString(request.Body))];
        Assert.Equal(2, forms.Length);
        Assert.All(forms, form => Assert.Contains("name=\"file\"; filename=\"my_data_.jsonl\"", form, StringComparison.Ordinal));
        Assert.All(forms, form => Assert.Contains("{\"text\":\"a\"}\n", form, StringComparison.Ordinal));
        long[] times = [.. forms.Select(form => long.Parse(Field(form, "timestamp"), System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(times[0] + 2, times[1]);
        Assert.All(forms.Zip(times), pair => Assert.True(TaskSignatures.IsSignedBy(
            _wallet.Address, TaskSignatures.UploadDataset(_wallet.Address.ToString(), pair.Second), Field(pair.First, "signature"))));
    }

    [Fact]
    public async Task A_dataset_is_handed_over_when_nobody_watches_too()
    {
        _http.On($"POST {UserRoute}/dataset", """{"datasetHash":"0xabc"}""");
        using FileSource dataset = FileSource.FromBytes(new byte[300_000], "data.jsonl");
        Assert.Equal("0xabc", await _client.UploadDatasetAsync(dataset, cancellationToken: Cancelled));
        Assert.True(Assert.Single(_http.Requests).Body.Length > 300_000);
    }

    [Theory]
    [InlineData(1, 90)]
    [InlineData(10 << 20, 90)]
    [InlineData((10 << 20) + 1, 120)]
    [InlineData(100 << 20, 360)]
    public void A_large_dataset_gets_more_time(long size, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), FineTuningClientOptions.UploadTimeout(size));

    [Fact]
    public async Task A_dataset_above_the_limit_is_not_sent()
    {
        using TempFolder folder = new();
        await using (FileStream large = File.Create(folder["large.jsonl"]))
        {
            large.SetLength(FineTuningClientOptions.LargestDataset + 1);
        }

        using FileSource dataset = FileSource.Open(folder["large.jsonl"]);
        ZeroGException failure =
            await Assert.ThrowsAnyAsync<ZeroGException>(() => _client.UploadDatasetAsync(dataset, cancellationToken: Cancelled));
        Assert.Equal("ZgDatasetTooLarge", failure.ErrorId);
        Assert.Empty(_http.Requests);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private NewTaskRecord New() => NewTaskRecord.Sign(_wallet, "0x01", "0x02", "{}", 17672256001230040);

    private async Task<ZeroGException> CreateFailsAsync() => await Assert.ThrowsAnyAsync<ZeroGException>(() => _client.CreateTaskAsync(
        New(), "Qwen/Qwen3-32B", ["Qwen3-32B", "mock-model"], Cancelled));

    private static string Field(string form, string name)
    {
        string rest = form[form.IndexOf($"name=\"{name}\"", StringComparison.Ordinal)..];
        int start = rest.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return rest[start..rest.IndexOf("\r\n", start, StringComparison.Ordinal)];
    }
}
