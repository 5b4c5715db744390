FROM python:3.11-slim

WORKDIR /app
COPY requirements.lock pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY models models
COPY locales locales
RUN pip install --no-cache-dir -c requirements.lock '.[postgresql]' \
    && useradd --create-home --uid 1000 ocop \
    && install -d -o ocop /data

USER ocop
ENV OCOP_DATA_DIR=/data OCOP_HTTP=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=60s --timeout=10s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=8)"]
# SIGTERM is answered within PATIENCE (10 seconds); compose.yaml leaves it more than that.
CMD ["ocop-bot", "run"]
