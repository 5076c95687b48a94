# docker build -t ideenherd .
# docker run -v ideenherd:/data -e IDEENHERD_TELEGRAM__TOKEN ideenherd    (config.toml and the database live in /data)
# docker run -it ideenherd demo

FROM python:3.11-slim AS build
RUN python -m venv /opt/ideenherd
ENV PATH=/opt/ideenherd/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
# The dependencies first: they change rarely, so this layer is reused. The build backend is among them.
COPY requirements.lock .
RUN pip install --require-hashes -r requirements.lock
COPY . .
RUN pip install --no-deps --no-build-isolation .

FROM python:3.11-slim
# A fixed id, so that the owner of a bind-mounted /data can be set from outside.
RUN groupadd --gid 10001 ideenherd \
    && useradd --uid 10001 --gid ideenherd --home-dir /data --no-create-home --shell /usr/sbin/nologin ideenherd \
    && install -d -o ideenherd -g ideenherd /data
COPY --from=build /opt/ideenherd /opt/ideenherd
ENV PATH=/opt/ideenherd/bin:$PATH PYTHONUNBUFFERED=1
USER ideenherd
# The defaults ./config.toml and ./ideenherd.db are meant from here.
WORKDIR /data
VOLUME /data
# Unhealthy is a bot whose loop stands still, whose database is closed to it, or that a platform does not reach.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["ideenherd", "health"]
ENTRYPOINT ["ideenherd"]
CMD ["run"]
