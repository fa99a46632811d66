namespace Connexions.Tests.Support;

/// <summary>Answers in a provider's place, without a network.</summary>
internal sealed class StubProvider(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(answer(request));
}
